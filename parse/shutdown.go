package parse

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// shutdownName is the file in which logd notes how the device is shut down: shutdown.log
// in the folder Extra of a log archive (reference: logarchive, section 1.2; iOS 26:
// shutdown.0.log). It begins no day, has no zone and is never emptied.
const shutdownName = "shutdown-log"

const shutdownAbout = "logd, when the device is shut down or restarted: the processes that were still there, and when it had written everything"

// Shutdown is one shutdown of the device, for a restart or for good.
type Shutdown struct {
	Input int    // index of the input in its timeline
	Line  int    // of the text
	Text  string // that proves it
	Time  Time   // when logd had written all messages, to the second
	// Took is after how many seconds the last of the lists of processes was made; 0 when
	// there is none.
	Took    float64
	Clients []ShutdownClient
}

// ShutdownClient is a process that was still there when the device was shut down.
type ShutdownClient struct {
	PID     int
	Process string // the name: the last element of its path
	After   float64
	Line    int
	Text    string
}

const (
	// maxShutdowns of a file are kept, the newest: one a day for ten years.
	maxShutdowns = 4096
	// maxShutdownClients of a shutdown are kept. A device runs some 500 processes.
	maxShutdownClients = 1024
	// maxShutdownLine is how long a line may be; a path has 1024 bytes (PATH_MAX).
	maxShutdownLine = 4 << 10
)

// The lines of the file (logd's own formats: "After %.02fs, these clients are still
// here:", "remaining client pid: %d (%s/%s)" with the path and the UUID of the image,
// "SIGTERM: [%lu] All buffers flushed").
const (
	shutdownAfter  = "After "
	shutdownStill  = "s, these clients are still here"
	shutdownClient = "remaining client pid: "
	shutdownEnd    = "SIGTERM: ["
)

// shutdownLine is what a line tells.
type shutdownLine struct {
	after  float64 // seconds, of the head of a list
	client ShutdownClient
	epoch  int64 // of the end of a shutdown, seconds since 1970
}

// readShutdownLine reads a line; false when it is none of the three.
func readShutdownLine(line []byte) (l shutdownLine, ok bool) {
	text := strings.TrimSpace(string(line))
	if rest, is := strings.CutPrefix(text, shutdownAfter); is {
		seconds, _, is := strings.Cut(rest, shutdownStill)
		l.after, _ = strconv.ParseFloat(seconds, 64)
		return l, is && l.after > 0 && l.after < 86400
	}
	if rest, is := strings.CutPrefix(text, shutdownClient); is {
		pid, where, is := strings.Cut(rest, " (")
		n, err := strconv.Atoi(pid)
		where, closed := strings.CutSuffix(where, ")")
		if dir, id := path.Split(where); readUUID([]byte(id)) != "" || len(id) == 36 { // of the image, behind its path
			where = dir
		}
		l.client = ShutdownClient{PID: n, Process: path.Base(where), Text: text}
		return l, is && closed && err == nil && n >= 0
	}
	rest, is := strings.CutPrefix(text, shutdownEnd)
	epoch, _, closed := strings.Cut(rest, "]")
	l.epoch, _ = strconv.ParseInt(epoch, 10, 64)
	return l, is && closed && plausible(float64(l.epoch))
}

// plausible reports whether seconds since 1970 are a moment at which iOS has run.
func plausible(seconds float64) bool {
	const from, to = 1167609600, 4102444800 // the years 2007 to 2099
	return seconds >= from && seconds < to
}

// looksShutdown recognises the file: at least half of its lines tell of shutdowns.
func looksShutdown(sample []byte, whole bool) bool {
	if !bytes.Contains(sample, []byte(shutdownEnd)) {
		return false
	}
	fits := 0
	lines := sampleLines(sample, whole)
	for _, line := range lines {
		if _, ok := readShutdownLine(line); ok {
			fits++
		}
	}
	return fits > 0 && 2*fits >= len(lines)
}

// shutdownReader reads the file; its times are shown in that zone.
func shutdownReader(zone *time.Location) func(r io.Reader, sum *Summary) error {
	return func(r io.Reader, sum *Summary) error {
		s := shutdownScan{sum: sum, zone: zone, r: bufio.NewReaderSize(r, maxShutdownLine)}
		err := s.run()
		for _, d := range sum.Shutdowns {
			sum.First, sum.Last = Earliest(sum.First, d.Time), Latest(sum.Last, d.Time)
		}
		sum.Date, sum.Zone = "in-log", "in-log"
		switch n := len(sum.Shutdowns); {
		case err == nil && n == 0:
			return fmt.Errorf("no shutdown is told to its end: %w", ErrNothing)
		case s.left > 0:
			sum.Notes = append(sum.Notes, fmt.Sprintf("only the last %d shutdowns were read", n))
		}
		return err
	}
}

// shutdownScan reads the file.
type shutdownScan struct {
	sum  *Summary
	zone *time.Location
	r    *bufio.Reader
	next Shutdown // whose end has not come
	left int      // shutdowns that are not kept
}

func (s *shutdownScan) run() error {
	for {
		line, err := s.r.ReadSlice('\n')
		s.sum.Bytes += int64(len(line))
		if len(line) > 0 {
			s.sum.Lines++
			s.line(bytes.TrimRight(line, "\r\n"))
		}
		for errors.Is(err, bufio.ErrBufferFull) { // the rest of a line that is too long
			line, err = s.r.ReadSlice('\n')
			s.sum.Bytes += int64(len(line))
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (s *shutdownScan) line(line []byte) {
	l, ok := readShutdownLine(line)
	switch {
	case !ok:
		if !empty(line) {
			s.sum.Unparsed++
			if len(s.sum.UnparsedAt) < unparsedShown {
				s.sum.UnparsedAt = append(s.sum.UnparsedAt, s.sum.Lines)
			}
		}
	case l.after > 0:
		s.next.Took = max(s.next.Took, l.after)
	case l.epoch > 0:
		s.end(l.epoch, strings.TrimSpace(string(line)))
	default:
		l.client.After, l.client.Line = s.next.Took, s.sum.Lines
		i := slices.IndexFunc(s.next.Clients, func(c ShutdownClient) bool { return c.PID == l.client.PID })
		switch {
		case i >= 0: // of an earlier list
			s.next.Clients[i] = l.client
		case len(s.next.Clients) < maxShutdownClients:
			s.next.Clients = append(s.next.Clients, l.client)
		}
	}
}

func (s *shutdownScan) end(epoch int64, text string) {
	d := s.next
	s.next = Shutdown{}
	d.Line, d.Text, d.Time = s.sum.Lines, text, unixTime(float64(epoch), s.zone)
	if len(s.sum.Shutdowns) == maxShutdowns {
		s.sum.Shutdowns = slices.Delete(s.sum.Shutdowns, 0, 1)
		s.left++
	}
	s.sum.Shutdowns = append(s.sum.Shutdowns, d)
}

// unixTime is a moment in seconds since 1970, shown in a zone; nil: UTC.
func unixTime(seconds float64, zone *time.Location) Time {
	us := int64(seconds * 1e6)
	if zone == nil {
		return micros(us, 0)
	}
	_, off := time.UnixMicro(us).In(zone).Zone()
	return micros(us, int32(off))
}
