package lifecycle

import (
	"slices"
	"strings"
	"unicode"

	"github.com/bglog/bglog/parse"
)

// catalogue is the compiled list of rows: by format string for inputs that
// carry templates, by the first literal for all others.
type catalogue struct {
	rows     []*Row
	byFormat map[string][]*Row
	formats  parse.KeySet // the beginnings of all format strings: rejects most others

	byKey          map[[minKey]byte][]keyed
	anyone, others rowIndex             // for records that name no process, and one that no row names
	byProcess      map[string]*rowIndex // of which rows name the process
}

// messages is the catalogue that recognises records. It is built once and only
// read afterwards.
var messages = newCatalogue(uikitRows, runningBoardRows, frontBoardRows, legacyRows, systemRows, frameworkRows, reportRows, contextRows,
	wakeRows, sessionRows, transferRows, connectionRows, transferEndRows, appSessionRows, taskLineRows, urlErrorRows, downloadFileRows, scoringRows, bgtaskRows,
	bgTaskRunRows, bgTaskClientRows, bgTaskErrorRows, activityRows, activityLaunchRows, activityEndRows, continuedRows, activityPolicyRows, refreshAllowedRows, pushFetchRows)

func newCatalogue(families ...[]*Row) *catalogue {
	c := &catalogue{byFormat: map[string][]*Row{}, byKey: map[[minKey]byte][]keyed{}, byProcess: map[string]*rowIndex{}}
	var keys []keyed
	for _, rows := range families {
		for _, r := range rows {
			r.compile()
			c.rows = append(c.rows, r)
			f := normalise(r.Format)
			c.byFormat[f] = append(c.byFormat[f], r)
			c.formats.Add(f)
			lit, leading := r.key()
			k := keyed{row: r, literal: lit, leading: leading, within: leading || r.Inside || r.From.Heads}
			k.head = leading && len(r.fields) > 0 && r.fields[0] == "target" && r.segments[0].literal == "" && r.segments[0].arg == argNone &&
				strings.TrimSpace(r.segments[1].literal) == strings.TrimSpace(lit)
			if k.head {
				first := strings.TrimLeft(r.segments[1].literal, " ")
				r.rest = &Row{segments: append([]segment{{literal: first, short: unstopped(first)}}, r.segments[2:]...), Cut: r.Cut}
			}
			keys = append(keys, k)
		}
	}
	c.indexRows(keys)
	return c
}

// maxInside is how far into a message a literal is searched: quoted lines and
// function signatures come before a message, never pages of text.
const maxInside = 4096

// recognise finds the row of a record and reads its arguments.
func (c *catalogue) recognise(rec *parse.Record) *Event {
	if rec.Template != "" {
		rows := c.rowsOf(rec)
		var h heads
		if len(rows) > 0 {
			h = headsOf(rec.Message)
		}
		for _, r := range rows {
			if len(rows) > 1 && !r.From.fits(rec) {
				continue
			}
			at := 0
			if r.From.Heads {
				at = h.n
			}
			k := keyedOf(r)
			if ev := try(&k, rec, &h, rec.Message, at); ev != nil {
				return ev
			}
		}
	}
	if i := strings.IndexByte(rec.Message, 0xe2); i >= 0 {
		// word processors and forums replace quotes; Apple's are straight
		rec.Own()
		if straight := straighten(rec.Message); straight != rec.Message {
			return c.worded(&parse.Record{Process: rec.Process, Image: rec.Image, Subsystem: rec.Subsystem, Message: straight, Intro: straighten(rec.Intro)})
		}
	}
	return c.worded(rec)
}

// worded finds the event in the text of a record, which a paste may have wrapped.
func (c *catalogue) worded(rec *parse.Record) *Event {
	ev, at := c.text(rec, rec.Message)
	if !wrapped(rec.Message) || ev != nil && at == 0 && ev.whole() {
		return ev
	}
	// perhaps a paste has wrapped the line, at a blank or in the middle of a word:
	// a row that begins no later in the joined text is the better one
	rec.Own()
	for _, joint := range []string{" ", ""} {
		if folded, i := c.text(rec, fold(rec.Message, joint)); folded != nil && (ev == nil || i <= at) {
			return folded
		}
	}
	return ev
}

// wrapped reports whether a message has lines that a paste may have broken. The
// further lines that Apple writes itself begin with a tab.
func wrapped(msg string) bool {
	i := strings.IndexByte(msg, '\n')
	return i >= 0 && len(msg) <= maxInside && !strings.HasPrefix(msg[i+1:], "\t")
}

// rowsOf returns the rows of a record's format string, which records that share a lesson
// look up once.
func (c *catalogue) rowsOf(rec *parse.Record) []*Row {
	if rec.Lesson == nil {
		return c.ofTemplate(rec.Template)
	}
	rows, known := rec.Lesson.Load().([]*Row)
	if !known {
		rows = c.ofTemplate(rec.Template)
		rec.Lesson.Store(rows)
	}
	return rows
}

// ofTemplate returns the rows of a format string; those of URLSession are
// written without the heads.
func (c *catalogue) ofTemplate(template string) []*Row {
	if c.foreign(template) {
		return nil
	}
	var room [512]byte // templates are shorter than messages, which os_log cuts at about 1 KB
	format := appendNormal(room[:0], template)
	if rows := c.byFormat[string(format)]; rows != nil || len(format) == 0 || !headByte[format[0]] {
		return rows
	}
	return c.byFormat[string(format[headsOf(string(format)).n:])]
}

// foreign reports whether no row's format string begins like a template, as far as its
// first four bytes tell: they are the same in any build.
func (c *catalogue) foreign(template string) bool {
	if len(template) < parse.KeyMin || headByte[template[0]] || strings.IndexByte(template[:parse.KeyMin], '%') >= 0 {
		return false
	}
	return !c.formats.May(template)
}

// straighten makes typographic quotes straight.
func straighten(s string) string {
	return quotes.Replace(s)
}

var quotes = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`)

// whole reports whether no value of the event holds a line break that a paste
// may have put there.
func (e *Event) whole() bool {
	for i, v := range e.values[:e.n] {
		if strings.IndexByte(v, '\n') >= 0 && !(e.Row.Lines && i == e.n-1) {
			return false
		}
	}
	return true
}

func keyedOf(r *Row) keyed {
	lit, leading := r.key()
	return keyed{row: r, literal: lit, leading: leading}
}

// text finds the row by its literal, and where that stands.
func (c *catalogue) text(rec *parse.Record, msg string) (*Event, int) {
	h := headsOf(msg)
	start := 0
	if h.sure {
		start = h.n
	}
	index := c.index(rec.Process)
	opening := min(max(afterLabel(msg), h.n)+1, maxInside) // rows begin before it that have nothing before them
	if ev, at := c.between(rec, &h, msg, index, start, opening, true); ev != nil {
		return ev, at
	}
	return c.between(rec, &h, msg, index, max(start, opening), maxInside, false)
}

// between finds the row whose literal stands between two offsets of a message with those
// heads. Where that is no opening, text stands before it.
func (c *catalogue) between(rec *parse.Record, h *heads, msg string, index *rowIndex, from, to int, opening bool) (*Event, int) {
	keys := &index.within
	if opening {
		keys = &index.all
	}
	for i := keys.Next(msg, from, to); i >= 0; i = keys.Next(msg, i+1, to) {
		if ev := c.at(rec, h, msg, i, opening); ev != nil {
			return ev, i
		}
	}
	return nil, -1
}

// try fits one row whose literal stands at offset i of a message with those heads.
func try(k *keyed, rec *parse.Record, h *heads, msg string, i int) *Event {
	r := k.row
	if rec.Process == "" && (printed(msg[:i]) || announced(rec.Intro)) {
		return nil
	}
	at := 0 // where the row's text begins
	switch {
	case r.From.Heads:
		if h, at = k.begins(h, msg, i); at < 0 || !r.needs(h, rec) || rec.Process == "" && unfilled(h.session) {
			return nil
		}
	case k.head, k.leading:
	case r.Inside && mentioned(r, rec, msg[:i], msg[i+len(k.literal):]):
		return nil
	case r.Inside || i == 0 || label(msg[:i]):
		at = i
	default:
		return nil
	}
	var buf [maxFields]string
	values := buf[:0]
	ok := false
	if k.head && !r.From.Heads {
		// the identity before the literal is the target; without one (copies lose
		// it) the message begins with the literal
		head := strings.TrimRight(msg[:i], " ")
		if len(head) > 300 || strings.Count(head, "\n") > 1 {
			return nil
		}
		values = append(values, head)
		values, ok = r.matchRest(msg[i:], values)
	} else {
		values, ok = r.match(msg[at:], values)
	}
	if !ok || len(values) > maxFields || !r.Proof.given(&r.From, rec, values) || rec.Process == "" && slices.ContainsFunc(values, unfilled) {
		return nil
	}
	target := noIdentity
	for j, f := range r.fields[:min(len(r.fields), len(values))] {
		switch f {
		case "target":
			target = identityIn(values[j])
		case "activity", "activities":
			if foreignActivity(values[j]) {
				return r.idle
			}
		}
	}
	if target.foreign() {
		return r.idle
	}
	ev := &Event{Kind: r.Kind, Row: r, Target: target, n: len(values)}
	copy(ev.values[:], values)
	if r.From.Heads {
		ev.Session, ev.Transfer = h.session, h.transfer
	}
	for j, f := range r.fields[:min(len(r.fields), ev.n)] {
		switch f {
		case "session":
			ev.Session = sessionIn(values[j])
		case "task":
			ev.Transfer = transferIn(values[j])
		}
	}
	if rec.Brief {
		ev.move(rec.Own())
	}
	return ev
}

// move makes the event share the memory of a message's copy.
func (e *Event) move(m parse.Moved) {
	for _, s := range []*string{&e.Session, &e.Transfer.UUID, &e.Target.Bundle, &e.Target.Name, &e.Target.Host} {
		*s = m.Part(*s)
	}
	for i, v := range e.values[:e.n] {
		e.values[i] = m.Part(v)
	}
}

// begins returns the heads before a row's text and where that begins, when its
// literal stands at offset i of a message with heads h; -1 when other text lies
// between them.
func (k *keyed) begins(h *heads, msg string, i int) (*heads, int) {
	switch {
	case k.leading && !h.sure && k.row.Needs == needNone:
		return h, 0
	case k.leading:
		return h, h.n
	case i == h.n:
		return h, i
	}
	if inner := headsBefore(msg[:i]); inner.n > 0 {
		return &inner, i
	}
	if k.row.Inside || label(msg[:i]) {
		return h, i
	}
	return h, -1
}

// needs reports whether the heads that the row's message must have are there. A
// hidden value alone counts as a task only when the sender is known.
func (r *Row) needs(h *heads, rec *parse.Record) bool {
	switch r.Needs {
	case needSession:
		return h.hasSession
	case needTask:
		return h.hasTask && (h.sure || r.From.names(rec))
	}
	return true
}

// label reports whether a message's beginning is only a category in brackets,
// as Xcode and pastes print it.
func label(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) > 2 && len(s) < maxLabel && s[0] == '[' && s[len(s)-1] == ']' && strings.Count(s, "[") == 1
}

// afterLabel returns the last offset of a message before which nothing stands but a
// label, 0 when there is none.
func afterLabel(msg string) int {
	from := spaces(msg)
	if from == len(msg) || msg[from] != '[' {
		return 0
	}
	shut := from + strings.LastIndexByte(msg[from:min(len(msg), from+maxLabel)], ']')
	return shut + 1 + spaces(msg[shut+1:])
}

// spaces returns the length of the white space at the start of s.
func spaces(s string) int {
	return len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
}

// matchRest fits a head row on the text that begins with its literal.
func (r *Row) matchRest(text string, dst []string) ([]string, bool) {
	first := &r.rest.segments[0]
	if !strings.HasPrefix(text, first.literal) && !(len(r.segments) == 2 && first.partial(text)) {
		return dst, false
	}
	return r.rest.match(text, dst)
}

// identityIn reads an identity wherever it begins in s: pastes put labels and
// device names before it.
func identityIn(s string) Identity {
	if id, n := parseIdentity(s); n > 0 {
		return id
	}
	for _, w := range []string{"[app<", "[application<", "[xpcservice<", "app<", "application<", "xpcservice<"} {
		if i := strings.Index(s, w); i > 0 {
			id, _ := parseIdentity(s[i:])
			return id
		}
	}
	if i := strings.LastIndexByte(s, '['); i >= 0 && strings.HasSuffix(s, "]") {
		if id, n := parseIdentity(s[i:]); n > 0 {
			return id
		}
	}
	if name, pid, ok := cutLast(s, ':'); ok && name != "" && !strings.ContainsAny(name, "<>[]") && !elided(name) && pid != "" && number(pid, argNumber) == len(pid) {
		id := noIdentity
		id.Kind, id.Name, id.PID = IdentityName, strings.TrimSpace(name), atoi(pid)
		return id
	}
	return noIdentity
}

// elided reports whether people left something out of a name: "... WebContent ...".
func elided(name string) bool { return strings.Contains(name, "...") || strings.Contains(name, "…") }

// fold joins wrapped lines; joint is " " where lines were broken at blanks.
func fold(s, joint string) string {
	lines := strings.Split(s, "\n")
	var b strings.Builder
	for i, l := range lines {
		l = strings.TrimSuffix(l, "\r")
		if i > 0 {
			l = strings.TrimLeft(l, " \t")
		}
		if i > 0 && joint != "" && !strings.HasSuffix(b.String(), " ") {
			b.WriteString(joint)
		}
		b.WriteString(l)
	}
	return b.String()
}

// Field returns the value of a named argument, "" when it is hidden or missing.
func (e *Event) Field(name string) string {
	for i, f := range e.Row.fields {
		if f == name && i < e.n {
			if isHidden(e.values[i]) {
				return ""
			}
			return e.values[i]
		}
	}
	return ""
}

// Hidden reports whether the named argument was printed as <private> or the like.
func (e *Event) Hidden(name string) bool {
	for i, f := range e.Row.fields {
		if f == name && i < e.n {
			return isHidden(e.values[i])
		}
	}
	return false
}

// Annotate recognises a record; it is safe for concurrent use. Records with an event
// from which something follows own their texts.
func Annotate(rec *parse.Record) {
	if ev := messages.recognise(rec); ev != nil {
		rec.Note = ev
	}
}

// Interest returns what package parse has to keep for the catalogue.
func Interest() *parse.Interest { return interest }

var interest = parse.NewInterest(messages.wanted())

func (c *catalogue) wanted() parse.Wanted {
	want := parse.Wanted{Searched: map[string][]parse.Literal{}}
	for _, library := range runtimes {
		want.Searched[library] = nil // any row
	}
	listed := map[string]bool{}
	for _, r := range c.rows {
		if r.Proof == proofMarker {
			continue // package parse knows them by their place
		}
		if r.Proof != proofSender || r.From.Noisy {
			want.Literals = append(want.Literals, r.telling())
		}
		if heading, _, ok := strings.Cut(r.Format, "\n"); ok {
			want.Headings = append(want.Headings, heading[strings.LastIndexByte(heading, '@')+1:])
		}
		if r.printed() {
			want.Printed = append(want.Printed, r.telling())
		}
		for _, p := range r.From.Processes {
			listed[p] = true
		}
		searched := r.From.Quoted
		if r.From.Noisy {
			searched = slices.Concat(r.From.Processes, r.From.Images, r.From.Subsystems)
			if r.From.Alone {
				want.Alone = append(want.Alone, r.From.Processes...)
			}
		} else {
			want.Processes = append(want.Processes, r.From.Processes...)
			want.Images = append(want.Images, r.From.Images...)
			if len(r.From.Processes) == 0 {
				want.Subsystems = append(want.Subsystems, r.From.Subsystems...)
			} else {
				// a daemon's subsystem in other processes, or where the export names none
				for _, name := range r.From.Subsystems {
					want.Searched[name] = nil
				}
			}
		}
		for _, name := range searched {
			if own, ok := want.Searched[name]; !ok || own != nil {
				want.Searched[name] = append(own, parse.Literal{Text: r.telling(), First: !r.Inside && strings.HasPrefix(r.Format, r.telling())})
			}
		}
	}
	for _, name := range want.Subsystems {
		delete(want.Searched, name)
	}
	for name := range systemProcesses {
		if !listed[name] {
			want.Ignored = append(want.Ignored, name)
		}
	}
	return want
}
