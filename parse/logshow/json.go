package logshow

import (
	"strconv"
	"unicode/utf8"

	"github.com/bglog/bglog/parse/logarchive"
)

// object writes the members of a JSON object.
type object struct {
	b    []byte
	more bool // a member was written
}

// key begins a member.
func (o *object) key(name string) {
	if o.more {
		o.b = append(o.b, ',')
	}
	o.more = true
	o.b = append(append(o.b, '"'), name...)
	o.b = append(o.b, `":`...)
}

func (o *object) raw(name, value string) {
	o.key(name)
	o.b = append(o.b, value...)
}

func (o *object) number(name string, n uint64) {
	o.key(name)
	o.b = strconv.AppendUint(o.b, n, 10)
}

func (o *object) text(name, value string) {
	o.key(name)
	o.b = quote(o.b, value)
}

// uuid writes an empty text for one that is not known.
func (o *object) uuid(name string, id logarchive.UUID) {
	o.key(name)
	o.b = append(o.b, '"')
	if id != (logarchive.UUID{}) {
		o.b = id.Append(o.b)
	}
	o.b = append(o.b, '"')
}

// backtrace writes the one frame that log show knows without --backtrace: the code that
// logged.
func (o *object) backtrace(e *logarchive.Entry) {
	if e.ImageUUID == (logarchive.UUID{}) {
		o.raw("backtrace", "null")
		return
	}
	o.raw("backtrace", `{"frames":[{"imageOffset":`)
	o.b = strconv.AppendUint(o.b, e.ImageOffset, 10)
	o.b = append(o.b, `,"imageUUID":"`...)
	o.b = append(e.ImageUUID.Append(o.b), `"}]}`...)
}

// escapes are what Foundation writes for a byte below 0x80: nothing for most, which stand
// for themselves. Slashes are escaped, everything above ASCII is not.
var escapes = func() (t [utf8.RuneSelf]string) {
	for c := range 0x20 {
		t[c] = `\u00` + string("01"[c>>4]) + string("0123456789abcdef"[c&15])
	}
	for c, s := range map[byte]string{'\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`, '"': `\"`, '\\': `\\`, '/': `\/`} {
		t[c] = s
	}
	return t
}()

// quote writes a JSON string. Bytes that are no UTF-8 become U+FFFD: JSON has no place
// for them.
func quote[T string | []byte](b []byte, s T) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if e := escapes[c]; e != "" {
				b = append(append(b, s[from:i]...), e...)
				from = i + 1
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(string(s[i:min(len(s), i+utf8.UTFMax)]))
		if r == utf8.RuneError && n == 1 {
			b = append(append(b, s[from:i]...), "\uFFFD"...)
			from = i + 1
		}
		i += n
	}
	return append(append(b, s[from:]...), '"')
}
