package parse

import "bytes"

// format is one textual shape of a log. The scanner cuts the input into
// records with starts, asks wanted of each, and calls record only for the hits;
// these functions run concurrently and must not keep state.
type format struct {
	name  string // as in the report and in --input-format
	about string // what writes it, for people

	// starts reports whether line (without its newline) is the first line of a
	// record. It must be cheap and must not mistake a continuation line that
	// looks similar: every column that the format always has is checked.
	starts func(line []byte) bool
	// wanted decides from the record's bytes (all its lines) whether the record
	// is worth reading in full.
	wanted func(raw []byte, in *Interest) bool
	// record fills rec from the record's bytes; false when they turn out to be
	// damaged, which is counted. rec comes with PID NoPID and nothing else set.
	record func(raw []byte, rec *Record) bool
	// origin finds the process and what follows it in the first line of a record of
	// the usual shape; nothing in others, which take the long way. What it finds is a
	// record's first line if it begins with a minute as starts wants it. May be nil.
	origin func(line []byte) (name, rest []byte)
	// usual fills in what stands before and between them: time, level, pid, thread.
	usual func(raw []byte, at origin, clock *minuteClock, rec *Record) bool
	// json tells how the objects of a JSON export are read, whose layouts and senders
	// are remembered; nil elsewhere.
	json *jsonShape
	// stamp reads only the record's time: for the first and last record of a
	// block and, in formats that may lack a date, for every record. May be nil where a
	// record's start carries no time.
	stamp func(raw []byte) (stamp, bool)
	// noise reports lines that the format itself writes beside records (column
	// headers, preambles, trailers) and that are not counted as unparsed.
	noise func(line []byte) bool
	// notice reports lines by which the format itself says that records are missing.
	notice func(line []byte) bool
	// restart reports lines with which a capture begins.
	restart func(line []byte) bool
	// header reports a line that proves the format (its column header).
	header func(line []byte) bool

	needsHeader bool // starts alone proves nothing

	unsorted bool // records are not in time order even over long distances
	repeats  bool // the same record may be copied several times (Console)
	// someDates: records with a date and without one may stand in one input. The time of
	// every record is read then, for what a midnight passes must not depend on blocks.
	someDates bool
	// printed: it is an app's console, where what the runtime and the debugger print stands
	// between the records.
	printed bool
}

// span is a piece of a record's bytes; to is 0 when absent.
type span struct{ from, to int }

func (s span) of(b []byte) []byte { return b[s.from:s.to] }

func (s span) found() bool { return s.to > s.from }

// head tells where the columns of a text record are. Readers fill it without
// allocating; strings are made only for wanted records.
type head struct {
	// originOnly asks only for process, image, subsystem, message and whether the
	// record is a marker: all that is needed to skip it.
	originOnly bool

	stamp     stamp
	level     Level
	kind      Kind
	pid       span
	tid       span // hexadecimal with or without 0x unless tidDecimal
	process   span
	image     span
	subsystem span
	category  span
	message   int // offset of the message in the record

	tidDecimal bool
}

// textFormat makes a format from a function that finds the columns of a
// record's first line (raw may hold further lines, which belong to the message).
func textFormat(f format, columns columns) *format {
	f.wanted = func(raw []byte, in *Interest) bool {
		h := head{originOnly: true}
		if !columns(raw, &h) {
			return true // damaged: let record count it
		}
		return h.kind == KindMarker || in.sender(h.process.of(raw), h.image.of(raw), h.subsystem.of(raw), raw[begin(raw, h.message):])
	}
	f.record = columns.fill
	if f.stamp == nil {
		f.stamp = func(raw []byte) (stamp, bool) {
			var h head
			ok := columns(raw, &h)
			return h.stamp, ok && h.stamp.clock
		}
	}
	return &f
}

// columns finds the columns of a record's first line.
type columns func(raw []byte, h *head) bool

// fill makes a record of its bytes.
func (c columns) fill(raw []byte, rec *Record) bool {
	var h head
	if !c(raw, &h) {
		return false
	}
	all := string(raw)
	cut := func(s span) string { return all[s.from:s.to] }
	rec.stamp = h.stamp
	rec.Level, rec.Kind = h.level, h.kind
	rec.Process, rec.Image = cut(h.process), cut(h.image)
	if rec.Image == rec.Process {
		rec.Image = "" // the process itself
	}
	rec.Subsystem, rec.Category = cut(h.subsystem), cut(h.category)
	rec.Message = all[begin(raw, h.message):]
	if h.pid.found() {
		rec.PID = decimal(h.pid.of(raw))
	}
	if h.tid.found() {
		if h.tidDecimal {
			rec.TID = uint64(decimal(h.tid.of(raw)))
		} else {
			rec.TID = hexadecimal(h.tid.of(raw))
		}
	}
	return true
}

// begin is where the text of a message begins that is at an offset: some begin with a line
// break, others were broken behind their header.
func begin(raw []byte, at int) int {
	if at < len(raw) && raw[at] == '\n' {
		return pastSpace(raw, at)
	}
	return at
}

// decimal reads leading digits; NoPID when there are none or too many.
func decimal(b []byte) int {
	n := 0
	if len(b) == 0 || len(b) > 18 {
		return NoPID
	}
	for _, c := range b {
		if !digit(c) {
			return NoPID
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// hexadecimal reads hex digits with or without 0x; 0 when there are none.
func hexadecimal(b []byte) uint64 {
	b = bytes.TrimPrefix(b, []byte("0x"))
	var n uint64
	for _, c := range b {
		switch {
		case digit(c):
			n = n<<4 | uint64(c-'0')
		case c >= 'a' && c <= 'f':
			n = n<<4 | uint64(c-'a'+10)
		case c >= 'A' && c <= 'F':
			n = n<<4 | uint64(c-'A'+10)
		default:
			return n
		}
	}
	return n
}

// empty reports whether a line, or a whole text, has nothing but white space.
func empty(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }

// blanks returns the first offset at or after i that is not a blank or tab.
func blanks(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	return i
}

// word returns the end of the run of non-blank bytes at i.
func word(b []byte, i int) int {
	for i < len(b) && b[i] != ' ' && b[i] != '\t' && b[i] != '\n' {
		i++
	}
	return i
}

// digits returns the end of the run of decimal digits at i.
func digits(b []byte, i int) int {
	for i < len(b) && digit(b[i]) {
		i++
	}
	return i
}

// hexDigits returns the end of the run of lower-case hex digits at i.
func hexDigits(b []byte, i int) int {
	for i < len(b) && (digit(b[i]) || b[i] >= 'a' && b[i] <= 'f') {
		i++
	}
	return i
}

// levelWords are the spellings of levels and event types in all text exports,
// lower case.
var levelWords = map[string]struct {
	level Level
	kind  Kind
}{
	"default": {LevelDefault, KindLog}, "notice": {LevelDefault, KindLog}, "df": {LevelDefault, KindLog},
	"info": {LevelInfo, KindLog}, "i": {LevelInfo, KindLog},
	"debug": {LevelDebug, KindLog}, "db": {LevelDebug, KindLog},
	"error": {LevelError, KindLog}, "e": {LevelError, KindLog},
	"fault": {LevelFault, KindLog}, "f": {LevelFault, KindLog},
	// the old relay's ASL levels
	"warning": {LevelDefault, KindLog}, "critical": {LevelFault, KindLog},
	"alert": {LevelFault, KindLog}, "emergency": {LevelFault, KindLog},
	"unknown":  {LevelUnknown, KindLog},
	"activity": {LevelUnknown, KindActivity}, "a": {LevelUnknown, KindActivity},
	"signpost": {LevelUnknown, KindSignpost}, "sp": {LevelUnknown, KindSignpost},
	"timesync": {LevelUnknown, KindMarker}, "loss": {LevelUnknown, KindMarker},
	"state": {LevelUnknown, KindOther}, "statedump": {LevelUnknown, KindOther},
	"useraction": {LevelUnknown, KindOther}, "user_action": {LevelUnknown, KindOther},
	"trace": {LevelUnknown, KindOther}, "simpledump": {LevelDefault, KindLog},
	// Console's Type column in other languages: German, French, Spanish, Italian,
	// Portuguese, Dutch, Japanese, Chinese, Korean
	"standard": {LevelDefault, KindLog}, "fehler": {LevelError, KindLog},
	"par défaut": {LevelDefault, KindLog}, "erreur": {LevelError, KindLog},
	"predeterminado": {LevelDefault, KindLog}, "por omisión": {LevelDefault, KindLog},
	"predefinito": {LevelDefault, KindLog}, "errore": {LevelError, KindLog},
	"padrão": {LevelDefault, KindLog}, "erro": {LevelError, KindLog},
	"standaard": {LevelDefault, KindLog}, "fout": {LevelError, KindLog},
	"デフォルト": {LevelDefault, KindLog}, "エラー": {LevelError, KindLog},
	"默认": {LevelDefault, KindLog}, "错误": {LevelError, KindLog},
	"預設": {LevelDefault, KindLog}, "錯誤": {LevelError, KindLog},
	"기본값": {LevelDefault, KindLog}, "오류": {LevelError, KindLog},
}

// readLevel looks a level word up whatever its case.
func readLevel(w []byte) (Level, Kind, bool) {
	if string(w) == "Default" { // of nine records in ten
		return LevelDefault, KindLog, true
	}
	var buf [16]byte
	if len(w) == 0 || len(w) > len(buf) {
		return 0, 0, false
	}
	for i, c := range w {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	l, ok := levelWords[string(buf[:len(w)])]
	return l.level, l.kind, ok
}

// isMarker reports whether a message is one of logd's own notes ("=== system
// boot: …", "lost 12 unreliable messages …"), whatever columns it came in.
func isMarker(message []byte) bool {
	if len(message) == 0 || message[0] != '=' && message[0] != 'l' {
		return false
	}
	return bytes.HasPrefix(message, []byte("=== ")) ||
		bytes.HasPrefix(message, []byte("lost ")) && bytes.Contains(message[:min(len(message), 60)], []byte(" unreliable messages"))
}

// tail finds "[(image) ][[subsystem:category] ]message" at i and fills h. log
// show prints the library only when it differs from the process.
func tail(raw []byte, i int, h *head) {
	h.message = i
	if i < len(raw) && raw[i] == '(' {
		if end := bytes.IndexByte(raw[i:], ')'); end > 1 && i+end+1 < len(raw) && end < 200 && headGoesOn(raw[i+end+1:]) {
			name := raw[i+1 : i+end]
			if bytes.IndexByte(name, '\n') < 0 && imageName(name) {
				h.image = span{i + 1, i + end}
				i += end + 2
				h.message = i
			}
		}
	}
	if i < len(raw) && raw[i] == '[' {
		label(raw, i, h)
	}
	if isMarker(raw[h.message:]) {
		h.kind = KindMarker
	}
}

// headGoesOn reports whether a blank follows the library, or the line break of a
// paste before the label.
func headGoesOn(rest []byte) bool {
	return rest[0] == ' ' || rest[0] == '\n' && len(rest) > 1 && rest[1] == '['
}

// imageName tells a library's name from a message in parentheses: names hold
// no blanks but may hold dots, plus signs and dashes.
func imageName(name []byte) bool {
	for _, c := range name {
		if c <= ' ' || c == '(' || c == ':' || c == ',' || c == '=' || c == '"' {
			return false
		}
	}
	return true
}

// label reads "[subsystem:category] " at i. Categories may hold parentheses or
// be empty; launchd puts labels with brackets of their own in the subsystem,
// and a message may itself begin with a bracket, so the subsystem must look like
// one.
func label(raw []byte, i int, h *head) {
	if h.originOnly && appleName(raw[i+1:]) {
		// enough to skip the record, which nearly all of these are
		if n := bytes.IndexByte(raw[i:min(len(raw), i+100)], ':'); n > 0 {
			h.subsystem, h.message = span{i + 1, i + n}, i+n
			return
		}
	}
	colon, end := labelEnds(raw, i)
	if end < 0 || end+1 < len(raw) && raw[end+1] != ' ' && raw[end+1] != '\n' {
		return
	}
	if colon < 0 {
		if end == i+1 { // "[]": no subsystem
			h.message = min(end+2, len(raw))
		}
		return
	}
	if !appleName(raw[i+1:colon]) && !subsystemName(raw[i+1:colon]) || raw[colon+1] == ' ' || digits(raw, colon+1) == end && end > colon+1 {
		return // the last: "[Notes:412] Forcing …" names a process
	}
	h.subsystem = span{i + 1, colon}
	if colon+1 < end {
		h.category = span{colon + 1, end}
	}
	h.message = min(end+2, len(raw))
}

// labelEnds finds the last colon and the closing bracket of the label at i, -1
// when there is none. Nearly all labels hold no further bracket.
func labelEnds(raw []byte, i int) (colon, end int) {
	text := raw[i:min(len(raw), i+400)]
	end = bytes.IndexByte(text, ']')
	if end < 0 {
		return -1, -1
	}
	plain := true
	colon = -1
	for j := 1; j < end; j++ {
		switch text[j] {
		case ':':
			colon = i + j
		case '[', '\n':
			plain = false
		}
	}
	if plain {
		return colon, i + end
	}
	depth := 0
	colon = -1
	for j, c := range text {
		switch c {
		case '\n':
			return colon, -1
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return colon, i + j
			}
		case ':':
			if depth == 1 {
				colon = i + j
			}
		}
	}
	return colon, -1
}

// appleName is the quick answer for nearly all labels.
func appleName(b []byte) bool { return bytes.HasPrefix(b, []byte("com.apple.")) }

// subsystemName accepts reverse-DNS names and launchd's labels.
func subsystemName(b []byte) bool {
	switch {
	case len(b) == 0:
		return false
	case string(b) == "system":
		return true
	}
	for _, p := range []string{"user/", "gui/", "pid/", "login/"} {
		if bytes.HasPrefix(b, []byte(p)) {
			return true
		}
	}
	dots := 0
	for i, c := range b {
		switch {
		case c == '.':
			if i == 0 || i == len(b)-1 {
				return false
			}
			dots++
		case wordByte[c] || c == '-':
		default:
			return false
		}
	}
	// Apple's few one-word subsystems (PrototypeTools) come with a category
	// right after the colon and never with a blank, unlike "[error: text]".
	return dots > 0 || len(b) > 3 && b[0] >= 'A' && b[0] <= 'Z'
}
