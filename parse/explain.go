package parse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
)

// field is something that a format may not tell.
type field uint

// The fields whose absence matters to the analysis, in the order in which they
// are explained.
const (
	lackDate field = 1 << iota
	lackYear
	lackZone
	lackClock
	lackPID
	lackProcess
	lackLevel
	lackLibrary
	lackSubsystem
	lackFields = iota
)

// fieldTexts name the fields and say what their absence means.
var fieldTexts = [lackFields]struct{ name, means string }{
	{"the date", "Days are counted from the first record, and midnights are followed. --date gives the first record's day."},
	{"the year", "The latest year is taken that puts no record into the future. --date gives another."},
	{"the time zone", "UTC is assumed. --tz gives the zone."},
	{"a time", "The order of the lines is the order of events; nothing that needs a duration can be said."},
	{"process ids", "Processes are told apart by their names and by the ids inside messages; several processes of one app in turn may look like one."},
	{"the process", "Who wrote a line is concluded from its text."},
	{"levels", "Which levels were logged is unknown, so that a missing message proves less."},
	{"the library", "Lines that a framework writes inside an app are known only by their text."},
	{"subsystem and category", "Lines are known only by their process and their text."},
}

// formatLack says what a format never tells, and what only some of its exports tell.
type formatLack struct{ never, sometimes field }

// lacks is what each format does not tell, by its name. A format that is not
// listed tells everything.
var lacks = map[string]formatLack{
	"log-compact":          {never: lackZone},
	"log-syslog":           {never: lackLevel},
	"xcode":                {never: lackLevel | lackLibrary | lackSubsystem, sometimes: lackZone},
	xcode15:                {sometimes: lackClock | lackPID | lackProcess | lackLevel | lackLibrary | lackSubsystem},
	"console":              {sometimes: lackDate | lackPID | lackLevel | lackLibrary | lackSubsystem},
	"idevicesyslog":        {never: lackYear | lackZone | lackSubsystem},
	"macos-syslog":         {never: lackYear | lackZone | lackLevel | lackLibrary | lackSubsystem},
	"pymobiledevice3":      {never: lackZone, sometimes: lackSubsystem},
	"pymobiledevice3-json": {never: lackZone},
	"go-ios-text":          {never: lackProcess | lackLibrary, sometimes: lackSubsystem},
	"go-ios-json":          {never: lackZone | lackSubsystem, sometimes: lackYear},
	"appium":               {never: lackZone},
	pasteName:              {sometimes: lackDate | lackYear | lackZone | lackClock | lackPID | lackProcess | lackLevel | lackLibrary | lackSubsystem},
}

// Explain tells in words how an input, and each member of an archive, would be
// read: the format, why it was chosen, what else would fit, what it lacks, and how to
// force another one. It reads only the beginning of each part.
func (in *Input) Explain(opts Options, tell func(text string, err error)) {
	w, err := in.walk(opts)
	if err != nil {
		tell("", err)
		return
	}
	defer w.Close()
	for {
		p, err := w.next()
		switch {
		case errors.Is(err, io.EOF):
			for _, err := range w.errs {
				tell("", err)
			}
			return
		case err != nil: // which the walker has kept
		case p.err != nil:
			tell("", p.err)
		default:
			text, err := explain(p, opts)
			if !errors.Is(err, errNoLog) {
				tell(text, err)
			}
		}
	}
}

// explain tells how a part would be read.
func explain(p piece, opts Options) (string, error) {
	name, src := p.input.shown(), p.src
	if p.native != nil {
		return explainNative(name, p.native)
	}
	opts = p.device.apply(opts)
	if isDatabase(src.sample) {
		text, err := p.explainDatabase(name)
		if p.how != readAny && errors.Is(err, ErrNothing) {
			return "", errNoLog
		}
		return text, err
	}
	det, s, err := p.examine(opts)
	switch {
	case errors.Is(err, errNoLog):
		return "", err
	case err != nil:
		return "", fmt.Errorf("%s: %w", name, err)
	}
	if s == nil {
		s = newSurvey(sampleLines(src.sample, src.whole), opts.Interest)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", name, det.name)
	row := func(label, text string) { paragraph(&b, fmt.Sprintf("  %-11s ", label), text) }
	row("written by", det.about())
	row("why", det.why)
	if src.whole {
		row("looked at", fmt.Sprintf("the whole input, %s", count(s.lines, "line", "lines")))
	} else {
		row("looked at", fmt.Sprintf("the first %s", count(s.lines, "line", "lines")))
	}
	for _, note := range src.notes {
		row("note", note)
	}
	if det.report == nil {
		row("found", s.begun())
	}
	if others := s.runnersUp(det); others != "" {
		row("also fits", others)
	}
	if det.report == nil {
		explainLacks(&b, row, sampled(det, lacks[det.name], src.sample, opts))
	}
	b.WriteString("\n")
	paragraph(&b, "", "To read it in another way, name the format: --input-format "+strings.Join(FormatNames(), ", ")+".")
	return b.String(), nil
}

// about says what writes the format.
func (d *detection) about() string {
	switch {
	case d.name == shutdownName:
		return shutdownAbout
	case d.report != nil:
		return "the system when it ended a process, or MetricKit; reports are read as a whole and joined with the log of the same app and process"
	case d.name == xcode15:
		return "Xcode's console since version 15, with metadata shown"
	case d.name == pasteName:
		return clipped.about
	}
	for _, f := range formats {
		if f.name == d.name {
			return f.about
		}
	}
	return d.name
}

// sampled settles by the records of the sample what a format sometimes lacks.
func sampled(det detection, l formatLack, sample []byte, opts Options) formatLack {
	opts.Format, opts.Annotate = det.name, nil
	var missing, there field
	handle := func(recs []Record) error {
		for i := range recs {
			tells, lacks := recs[i].told()
			there |= tells
			missing |= lacks
		}
		return nil
	}
	src := source{r: bytes.NewReader(sample), sample: sample}
	// damage at the end of a sample is no news
	_ = scanSource(context.Background(), src, det, &Summary{}, opts, handle)
	if missing|there == 0 {
		return l
	}
	l.never |= l.sometimes &^ there
	l.sometimes &= missing & there
	// a record of the process itself names no library, and not every one has a
	// subsystem: one that does shows that the export has them
	l.sometimes &^= lackLibrary | lackSubsystem
	return l
}

// told says which fields a record has and which it lacks. Date, year and zone
// belong to a time: a record without one has and lacks none of them.
func (r *Record) told() (tells, lacks field) {
	for _, f := range []struct {
		bit         field
		told, timed bool
	}{
		{lackDate, !r.Time.Dateless(), true},
		{lackYear, !r.stamp.noYear, true},
		{lackZone, r.stamp.zone, true},
		{lackClock, r.stamp.clock, false},
		{lackPID, r.PID != NoPID, false},
		{lackProcess, r.Process != "", false},
		{lackLevel, r.Level != LevelUnknown, false},
		{lackLibrary, r.Image != "", false},
		{lackSubsystem, r.Subsystem != "", false},
	} {
		switch {
		case f.timed && !r.stamp.clock:
		case f.told:
			tells |= f.bit
		default:
			lacks |= f.bit
		}
	}
	return tells, lacks
}

// begun says how many lines begin a record, and what the others look like.
func (s *survey) begun() string {
	parts := []string{"no line begins a record"}
	if s.starts > 0 {
		parts[0] = count(s.starts, "line begins", "lines begin") + " a record"
	}
	for _, p := range []struct {
		n         int
		one, many string
	}{
		{s.dirty, "does so only after cleaning or in mid-line", "do so only after cleaning or in mid-line"},
		{s.short, "has a shortened header", "have a shortened header"},
		{s.meta, "holds Xcode's fields of a message", "hold Xcode's fields of a message"},
		{s.bare, "is a known message without header", "are known messages without header"},
		{s.wrapped, "looks wrapped", "look wrapped"},
	} {
		if p.n > 0 {
			parts = append(parts, count(p.n, p.one, p.many))
		}
	}
	return strings.Join(parts, ", ")
}

// runnersUp names the other formats that fit some lines.
func (s *survey) runnersUp(det detection) string {
	var order []int
	for k, t := range s.counts {
		if formats[k].name != det.name && t.raw+t.cleaned > 0 {
			order = append(order, k)
		}
	}
	sort.SliceStable(order, func(i, j int) bool {
		a, b := s.counts[order[i]], s.counts[order[j]]
		return a.raw+a.cleaned > b.raw+b.cleaned
	})
	var names []string
	for _, k := range order {
		names = append(names, fmt.Sprintf("%s (%s)", formats[k].name, count(s.counts[k].raw+s.counts[k].cleaned, "line", "lines")))
	}
	return strings.Join(names, ", ")
}

func explainLacks(b *strings.Builder, row func(label, text string), l formatLack) {
	var never, sometimes []string
	for i, t := range fieldTexts {
		switch bit := field(1) << i; {
		case l.never&bit != 0:
			never = append(never, t.name)
		case l.sometimes&bit != 0:
			sometimes = append(sometimes, t.name)
		}
	}
	if len(never)+len(sometimes) == 0 {
		row("lacks", "nothing that the analysis needs")
		return
	}
	if len(never) > 0 {
		row("lacks", strings.Join(never, ", "))
	}
	if len(sometimes) > 0 {
		row("partly", "lacks "+strings.Join(sometimes, ", "))
	}
	b.WriteString("\nWhat that means\n")
	for i, t := range fieldTexts {
		if (l.never|l.sometimes)&(field(1)<<i) != 0 {
			paragraph(b, "  - ", fmt.Sprintf("without %s: %s", t.name, lowerFirst(t.means)))
		}
	}
}

func lowerFirst(s string) string {
	if strings.HasPrefix(s, "UTC") {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// explainWidth is the width of the explanation in columns.
const explainWidth = 80

// paragraph writes text after a lead, wrapped and indented below the lead's end.
func paragraph(b *strings.Builder, lead, text string) {
	b.WriteString(lead)
	indent := strings.Repeat(" ", len(lead))
	at := len(lead)
	for i, w := range strings.Fields(text) {
		switch {
		case i == 0:
		case at+1+len(w) > explainWidth:
			b.WriteString("\n" + indent)
			at = len(indent)
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(w)
		at += len(w)
	}
	b.WriteByte('\n')
}
