package parse

import "bytes"

// A notice is a line without columns by which the tool that writes a log, or who has made an
// excerpt of it, says that records are missing there. It is a record of its own, a marker, with
// the time of the record before.

// streamNotice is that of log stream when it cannot keep up, often many times: what it
// leaves out is in the device's store. Seen in https://github.com/python/cpython, whose test
// runner prints only the first of them (iOS/testbed/__main__.py).
func streamNotice(line []byte) bool {
	return bytes.HasPrefix(line, []byte("=== Messages dropped "))
}

// relayNotice is that of idevicesyslog when the device is unplugged or out of reach; it goes
// on when the device is back (reference: formats, section 9).
func relayNotice(line []byte) bool { return relayMark(line, "[disconnected") }

// relayMark reports whether a line is such a mark: with the device's identifier, which older
// versions do not print.
func relayMark(line []byte, mark string) bool {
	rest, found := bytes.CutPrefix(line, []byte(mark))
	return found && len(rest) > 0 && rest[len(rest)-1] == ']' && (rest[0] == ':' || len(rest) == 1)
}

// A capture that is begun anew, into the same file, writes its first lines again. Between records
// they say that what came between was not kept.

// restartMark begins the message of the record that stands for them.
const restartMark = "captured anew: "

// streamRestart are the first lines of log show and log stream.
func streamRestart(line []byte) bool {
	return bytes.HasPrefix(line, []byte(filterMark)) || defaultHeader(line) || compactHeader(line) || syslogHeader(line)
}

// relayRestart is that of idevicesyslog.
func relayRestart(line []byte) bool { return relayMark(line, "[connected") }

// isNotice reports whether a line of a paste is one of them.
func isNotice(line []byte) bool {
	return streamNotice(line) || relayNotice(line)
}

// excerpt is the format of an input so small that people may have shortened it: longer ones
// hold lines of dots that apps print.
func (f *format) excerpt() *format {
	short := *f
	short.notice = func(line []byte) bool {
		return leftOut(line) || string(line) == grepBreak || f.notice != nil && f.notice(line)
	}
	return &short
}

// noticeText is the message of a notice's record.
func noticeText(line []byte) string {
	text := string(clean(line))
	switch {
	case leftOut(line), string(line) == grepBreak:
		return leftOutMark + text
	case streamRestart(line), relayRestart(line):
		return restartMark + text
	}
	return text
}

// notice makes a record of a notice.
func (s *blockScanner) notice(text []byte, line int) {
	b := s.b
	rec := Record{PID: NoPID, Line: line, Kind: KindMarker, Message: noticeText(text), wraps: s.clock.wraps}
	switch {
	case s.lastEnd == 0:
		rec.behind = true
	case s.f.stamp != nil:
		rec.stamp, _ = s.f.stamp(b.data[s.lastBegin:s.lastEnd])
	}
	b.total++
	b.records = append(b.records, rec)
	if s.opts.Annotate != nil {
		s.opts.Annotate(&b.records[len(b.records)-1])
	}
}
