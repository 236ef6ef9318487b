package parse

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
)

const (
	// maxReportBytes bounds the files that are read as a whole. Stackshots, the
	// largest reports, have some 10 MB.
	maxReportBytes = 40 << 20
	// maxReports bounds the reports of one file.
	maxReports = 4096
)

// reportNames are the formats of reports: all are read by readReports, which
// tells the shapes apart by content.
var reportNames = []string{"ips", "crash-text", "jetsam", "metrickit"}

// reportReader recognises crash reports, JetsamEvent files and MetricKit
// payloads, whole or as excerpts pasted into a ticket, by reading the sample.
// JSON is claimed only by keys that its outermost object has, never by what its
// strings say: an ordinary JSON log may quote anything.
func reportReader(sample []byte, whole bool) (name, why string, read func(r io.Reader, sum *Summary) error, ok bool) {
	if !whole {
		sample = sample[:bytes.LastIndexByte(sample, '\n')+1]
	}
	s := newReportScan(bytes.Clone(sample))
	if beginsJSON(s.text) {
		doc := looseAt(s.text, 0)
		kind := classify(doc)
		if kind == docNone {
			return "", "", nil, false
		}
		name, why = docs[kind].format, docs[kind].about
		if kind == docHeader {
			if classify(looseAt(s.text, doc.to)) == docHeader {
				return "", "", nil, false // a list of headers, one JSON object a line
			}
			if readHeader(doc).bugType == bugJetsam {
				name = docs[docJetsam].format
			}
		}
		return name, why, readReports, true
	}
	if bytes.Contains(s.text, []byte(`"eventMessage"`)) {
		return "", "", nil, false
	}
	s.run()
	name = "crash-text"
	if len(s.reports) == 0 {
		return name, "a report that says that no process ended", readReports, s.nothing > 0
	}
	first := s.reports[0]
	switch {
	case first.Kind == ReportJetsam:
		name = "jetsam"
	case s.islands > 0 && (first.Kind == ReportMetricKit || first.Begin.Known()):
		name = "metrickit"
	case s.islands > 0:
		name = "ips"
	}
	return name, fmt.Sprintf("line %d tells how a process ended", first.Line), readReports, true
}

// beginsJSON reports whether text begins as a JSON object or an array of them
// does; a log line that begins with a bracket does not.
func beginsJSON(text []byte) bool {
	at := jsonBlanks(text, 0)
	if at < len(text) && text[at] == '[' {
		at = jsonBlanks(text, at+1)
		return at < len(text) && text[at] == '{'
	}
	if at >= len(text) || text[at] != '{' {
		return false
	}
	at = jsonBlanks(text, at+1)
	return at < len(text) && text[at] == '"'
}

// readReports reads a whole file of reports.
func readReports(r io.Reader, sum *Summary) error {
	data, err := io.ReadAll(io.LimitReader(r, maxReportBytes+1))
	sum.Bytes = int64(len(data))
	if len(data) > maxReportBytes {
		return fmt.Errorf("reports of more than %d MiB are not read", maxReportBytes>>20)
	}
	s := newReportScan(data)
	sum.Lines = s.lineAt(len(s.text))
	if n := len(s.text); n == 0 || s.text[n-1] == '\n' {
		sum.Lines--
	}
	s.run()
	s.summary(sum)
	return err
}

// reportScan finds the reports in a text.
type reportScan struct {
	text    []byte
	reports []*Report
	notes   []string
	islands int    // JSON documents found
	cut     bool   // a document is not complete
	unzoned bool   // a time had no zone
	nothing int    // reports that say that no process ended
	event   Report // what the last JetsamEvent said of all its processes

	line, offset int // the line (from 1) in which offset lies
	// next is the header line that follows all offsets from since on
	since, next int
}

// newReportScan takes the data over.
func newReportScan(data []byte) *reportScan {
	return &reportScan{text: undecorate(data), line: 1}
}

// lineAt returns the number of the line in which the offset lies.
func (s *reportScan) lineAt(offset int) int {
	if offset < s.offset {
		s.line -= bytes.Count(s.text[offset:s.offset], []byte{'\n'})
	} else {
		s.line += bytes.Count(s.text[s.offset:offset], []byte{'\n'})
	}
	s.offset = offset
	return s.line
}

// run reads text and JSON documents in turn.
func (s *reportScan) run() {
	for at := 0; at < len(s.text); {
		doc, kind := s.nextDocument(at)
		if kind == docNone {
			s.readText(at, len(s.text), nil)
			break
		}
		s.readText(at, doc.from, nil)
		s.islands++
		at = max(s.readDocument(doc, kind), at+1)
	}
	s.reports = slices.DeleteFunc(s.reports, repeatedReport(s.reports))
}

// repeatedReport finds excerpts that say the same without naming a process or a
// time: a ticket often quotes the telling line twice, or before the whole report.
func repeatedReport(all []*Report) func(*Report) bool {
	type key struct {
		kind                                            ReportKind
		process, ns, exception, explanation, jetsam, sp string
		code                                            uint64
		pages                                           int64
	}
	seen := map[key]bool{}
	whole := map[key]bool{}      // the kills of whole reports
	used := map[CPUReport]bool{} // and their figures
	named := func(r *Report) bool { return r.Process != "" || r.BundleID != "" }
	kill := func(r *Report) key { return key{kind: r.Kind, ns: r.Namespace, exception: r.Exception, code: r.Code} }
	// quote is a code in a sentence
	quote := func(r *Report) bool {
		return r.HasCode && !named(r) && r.Exception+r.Signal+r.Explanation+r.Specific == ""
	}
	for _, r := range all {
		if r.HasCode && !quote(r) {
			k := kill(r)
			k.exception = "" // of which the ticket may leave out the label
			whole[k] = true
		}
		switch {
		case !named(r):
		case r.CPU != nil:
			used[*r.CPU] = true
		case r.HasCode:
			whole[kill(r)] = true
		}
	}
	return func(r *Report) bool {
		if r.PID != NoPID || r.Time.Known() || len(all) < 2 || len(r.Frames)+len(r.LastException) > 0 {
			return false
		}
		if r.CPU != nil {
			return !named(r) && used[*r.CPU]
		}
		if r.HasCode && !named(r) && r.Explanation == "" && r.Specific == "" && whole[kill(r)] {
			return true
		}
		k := key{r.Kind, r.Process, r.Namespace, r.Exception, r.Explanation, r.JetsamReason, r.Specific, r.Code, r.Pages}
		again := seen[k]
		seen[k] = true
		return again
	}
}

// nextDocument finds the next JSON document that tells something of reports.
func (s *reportScan) nextDocument(at int) (loose, docKind) {
	for at < len(s.text) {
		end := len(s.text)
		if i := bytes.IndexByte(s.text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		begin := jsonBlanks(s.text[:end], at)
		line := s.text[begin:end]
		if bytes.Contains(line, []byte(`"bug_type"`)) {
			// a header may be glued to the end of the file before
			if i := bytes.IndexByte(line, '{'); i > 0 {
				begin, line = begin+i, line[i:]
			}
		}
		switch {
		case len(line) > 0 && (line[0] == '{' || line[0] == '[') && beginsJSON(s.text[begin:min(len(s.text), begin+4096)]):
			doc := looseAt(s.text[:s.documentEnd(begin)], begin)
			if kind := classify(doc); kind != docNone {
				return doc, kind
			}
			end = max(doc.to, begin+1)
		case len(line) > 0 && line[0] == '"' && memberLine(line):
			doc := looseInside(s.text, begin, s.documentEnd(begin))
			if kind := classify(doc); kind != docNone {
				return doc, kind
			}
			end = doc.to
		}
		at = end
	}
	return loose{}, docNone
}

// memberLine reports whether a line is a member of one of the objects that
// reports consist of.
func memberLine(line []byte) bool {
	end, cut := stringEnd(line, 0)
	if cut || end < 2 {
		return false
	}
	colon := jsonBlanks(line, end)
	return colon < len(line) && line[colon] == ':' && excerptKeys[string(line[1:end-1])]
}

// documentEnd is where a document that begins at from ends at the latest: at the
// header line of the next report.
func (s *reportScan) documentEnd(from int) int {
	if from < s.since || from >= s.next {
		s.since, s.next = from, s.nextHeader(from)
	}
	return s.next
}

func (s *reportScan) nextHeader(at int) int {
	for {
		i := bytes.Index(s.text[at:], []byte("\n{\""))
		if i < 0 {
			return len(s.text)
		}
		at += i + 1
		line := s.text[at:]
		if j := bytes.IndexByte(line, '\n'); j >= 0 {
			line = line[:j]
		}
		if bytes.Contains(line, []byte(`"bug_type"`)) && headerLine(line) {
			return at
		}
	}
}

// headerLine reports whether the line is the first line of an .ips file, and not
// a body on one line.
func headerLine(line []byte) bool { return classify(looseAt(line, 0)) == docHeader }

// add keeps a report for which there is evidence.
func (s *reportScan) add(r *Report) {
	if r.Evidence != "" && len(s.reports) < maxReports {
		s.reports = append(s.reports, r)
		if len(s.reports) == maxReports {
			s.note("only the first %d reports of the file were read", maxReports)
		}
	}
}

func (s *reportScan) note(format string, args ...any) {
	if note := fmt.Sprintf(format, args...); !slices.Contains(s.notes, note) && len(s.notes) < 32 {
		s.notes = append(s.notes, note)
	}
}

// time reads a report's time, "2019-10-11 11:32:48.78 -0400"; unknown when it is
// not one. A time without zone is taken as UTC, and said.
func (s *reportScan) time(text string) Time {
	st, _, ok := readStamp([]byte(text))
	if !ok || !st.date {
		return Time{}
	}
	if !st.zone {
		s.unzoned = true
	}
	return micros(st.us-int64(st.off)*1e6, st.off)
}

// summary fills in what the reports tell about the input.
func (s *reportScan) summary(sum *Summary) {
	sum.Reports = s.reports
	sum.Complete = !s.cut
	for _, r := range s.reports {
		t, from := r.Time, r.Begin
		if !from.Known() {
			from = t
		}
		sum.First, sum.Last = Earliest(sum.First, from), Latest(sum.Last, t)
	}
	if sum.First.Known() {
		sum.Date, sum.Zone = "in-log", "in-log"
		if s.unzoned {
			sum.Zone = "assumed:UTC"
			s.note("the report has no time zone: UTC is assumed")
		}
	}
	if s.cut {
		s.note("the report is cut off before its end")
	}
	if len(s.reports) == 0 && len(s.notes) == 0 {
		s.note("the file names no process that ended")
	}
	sum.Notes = append(sum.Notes, s.notes...)
}

// undecorate takes off what tickets put around a pasted text: quote marks,
// comment marks and code fences at line starts, tags, carriage returns, terminal
// colours, HTML entities, Markdown's backslashes and blanks that are none. Lines
// keep their numbers. JSON stays as it is; behind the header of an .ips file there may
// be text. The result takes the place of data.
func undecorate(data []byte) []byte {
	out := data[:0]
	isJSON := beginsJSON(data)
	first := isJSON // within the first object
	for len(data) > 0 {
		line, rest, ended := bytes.Cut(data, []byte{'\n'})
		if first || isJSON && jsonLine(line) {
			first = first && !bytes.HasSuffix(bytes.TrimSpace(line), []byte{'}'})
			out = append(out, line...)
		} else {
			out = append(out, undecorateLine(line)...)
		}
		if ended {
			out = append(out, '\n')
		}
		data = rest
	}
	return out
}

// jsonLine reports whether a line begins as the lines of a JSON document do.
func jsonLine(line []byte) bool {
	at := jsonBlanks(line, 0)
	return at < len(line) && strings.IndexByte(`{}[]"`, line[at]) >= 0
}

// undecorateLine returns a line that is not longer than the given one.
func undecorateLine(line []byte) []byte {
	var buf []byte
	line = trimTags(plain(trimLine(line), &buf))
	for {
		line = bytes.TrimLeft(line, " \t")
		mark := 0
		switch {
		case bytes.HasPrefix(line, []byte("```")), bytes.HasPrefix(line, []byte("~~~")):
			return nil
		case bytes.HasPrefix(line, []byte("//")): // a documentation comment has three
			mark = len(line) - len(bytes.TrimLeft(line, "/"))
		case bytes.HasPrefix(line, []byte("> ")), bytes.HasPrefix(line, []byte(">>")), bytes.HasPrefix(line, []byte("# ")),
			string(line) == ">", string(line) == "/":
			mark = 1
		case bytes.HasPrefix(line, []byte{'<'}):
			if rest, ok := cutTag(line); ok {
				mark = len(line) - len(rest)
			}
		}
		if mark == 0 {
			break
		}
		line = line[mark:]
	}
	if bytes.IndexByte(line, '&') >= 0 && bytes.IndexByte(line, ';') >= 0 { // the rarer entities
		if plain := html.UnescapeString(string(line)); len(plain) <= len(line) {
			line = []byte(plain)
		}
	}
	if plain := clean(line); len(plain) <= len(line) {
		return plain
	}
	return bytes.ToValidUTF8(line, nil)
}
