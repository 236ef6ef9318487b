package parse

import (
	"bytes"
	"slices"
	"strings"
)

// Tickets hold log lines and, below or above them, what is quoted of a crash report.
// The lines of such a report begin no record, and a record does not go on in them.

// mixedLine is what a line is to the search for reports among log lines.
type mixedLine uint8

const (
	mixedOther  mixedLine = iota
	mixedGap              // blank
	mixedFence            // a code fence or a ruler
	mixedRecord           // begins a record or a message
	mixedField            // "Label: value" with a label that reports may have
	mixedLabel            // with one that they are known to have
	mixedHead             // and that tells of an end
)

// mixedHeads are the labels that tell of an end; one of the CPU reports, of a limit.
var mixedHeads = []string{"Exception Type:", "Termination Reason:", "Event:"}

// mixedReports finds the crash reports among the lines of a text and returns the
// text without them: empty lines take their place, so that lines keep their
// numbers. found is nil when there are none.
func mixedReports(text []byte, in *Interest) (found *reportScan, rest []byte) {
	heads := slices.ContainsFunc(mixedHeads, func(h string) bool { return bytes.Contains(text, []byte(h)) })
	if beginsJSON(text) || !heads {
		return nil, nil
	}
	lines := bytes.SplitAfter(text, []byte{'\n'})
	kinds := make([]mixedLine, len(lines))
	quotes := quoting{}
	for i, line := range lines {
		line = bytes.TrimRight(line, "\r\n")
		first := i == 0 || kinds[i-1] == mixedGap || kinds[i-1] == mixedFence
		if kinds[i] = mixedKind(line, first, in); quotes.goesOn(line, kinds[i]) {
			kinds[i] = mixedOther
		}
	}
	inside := make([]bool, len(lines))
	record := false // this paragraph holds one, and may be its text
	for i := 0; i < len(lines); i++ {
		switch kinds[i] {
		case mixedGap, mixedFence:
			record = false
		case mixedRecord:
			record = true
		case mixedHead:
			if record {
				break
			}
			from := i
			for k := i - 1; k >= 0 && (kinds[k] == mixedGap || kinds[k] >= mixedField); k-- {
				if kinds[k] >= mixedLabel {
					from = k
				}
			}
			for ; i < len(lines) && kinds[i] != mixedFence && kinds[i] != mixedRecord; i++ {
			}
			for k := from; k < i; k++ {
				inside[k] = true
			}
			i-- // what ended it is looked at too
		}
	}
	var report []byte
	for i, line := range lines {
		end := line[len(bytes.TrimRight(line, "\r\n")):]
		if inside[i] {
			report, rest = append(report, line...), append(rest, end...)
		} else {
			report, rest = append(report, end...), append(rest, line...)
		}
	}
	found = newReportScan(report)
	found.run()
	if len(found.reports) == 0 {
		return nil, nil
	}
	return found, rest
}

// quoting follows the application-specific information of reports, which quotes what the
// runtime said before the end.
type quoting struct{ announced, begun bool }

// goesOn reports whether a line that looks like a message belongs to the information.
func (q *quoting) goesOn(line []byte, kind mixedLine) bool {
	switch kind {
	case mixedLabel:
		name, _, _ := crashLabel(string(undecorateLine(bytes.Clone(line))))
		*q = quoting{announced: name == "application specific information"}
	case mixedFence, mixedHead:
		*q = quoting{}
	case mixedGap:
		if q.begun {
			*q = quoting{}
		}
	case mixedRecord:
		if q.announced && formatOf(line) == nil && formatOf(undecorateLine(bytes.Clone(line))) == nil {
			q.begun = true
			return true
		}
		*q = quoting{}
	default:
		q.begun = q.announced
	}
	return false
}

// besideReports reports whether a text without headers holds messages that matter
// beside all of its reports.
func besideReports(text []byte, in *Interest) bool {
	found, rest := mixedReports(text, in)
	if found == nil || in == nil {
		return false
	}
	all := newReportScan(bytes.Clone(text))
	all.run()
	if len(found.reports) < len(all.reports) {
		return false
	}
	for line := range bytes.Lines(rest) {
		if in.Holds(line) {
			return true
		}
	}
	return false
}

// mixedKind looks at one line; first is set for the first of a paragraph.
func mixedKind(line []byte, first bool, in *Interest) mixedLine {
	if fenced(line) || len(line) > 0 && ruler(line) {
		return mixedFence
	}
	if formatOf(line) != nil {
		return mixedRecord
	}
	line = undecorateLine(bytes.Clone(line))
	switch {
	case empty(line):
		return mixedGap
	case formatOf(line) != nil, voiced(line):
		return mixedRecord
	}
	name, value, ok := crashLabel(string(line))
	switch {
	case !ok && first && in != nil && in.Holds(line) && !reportsOwn(line):
		return mixedRecord
	case !ok && (fieldWord(line) || headerLabel(line)):
		return mixedField
	case !ok:
		return mixedOther
	case name == "incident identifier", name == "exception type" && labelled("Exception Type:"+value), name == "termination reason" && labelled("Termination Reason:"+value),
		name == "event" && value == "cpu usage":
		return mixedHead
	}
	return mixedLabel
}

// headerLabel reports whether a line of a report's head begins with a label of which nothing is
// read. Between it and the value stand blanks, unless the page has folded them.
func headerLabel(line []byte) bool {
	label, _, ok := bytes.Cut(line, []byte{':'})
	return ok && headerLabels[string(label)]
}

// headerLabels are those of posted reports of iOS 7 to 26 and of macOS.
var headerLabels = map[string]bool{
	"CrashReporter Key": true, "Code Type": true, "Coalition": true, "Baseband Version": true, "Report Version": true, "Release Type": true,
	"Beta Identifier": true, "Share With Devs": true, "Parent Process": true, "Responsible": true, "Responsible Process": true, "User ID": true,
	"Anonymous UUID": true, "Sleep/Wake UUID": true, "Bridge OS Version": true, "Time Awake Since Boot": true, "Time Since Wake": true,
	"System Integrity Protection": true, "Slice UUID": true, "Storefront Version": true, "Distributor ID": true,
}

// reportsOwn reports lines of reports that hold what log lines hold too.
func reportsOwn(line []byte) bool {
	text := string(line)
	_, frame := parseFrame(text)
	_, _, thread := threadHeader(text)
	return frame || thread || strings.Contains(text, contextMark) || strings.Contains(text, overrun)
}
