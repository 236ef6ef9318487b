package logstyle

import "strings"

// words are what %s and %@ print; they look like names of services.
var words = strings.Fields(`mediaremoted bluetoothuserd imagent accountsd remindd contactsd photoanalysisd rapportd
	homed assistantd siriactionsd geod navd routined parsecd knowledge-agent proactived suggestd itunesstored
	appstored commerced storekitd weatherd chronod widgetrenderer intelligenceplatformd coreduetd tipsd`)

// field is one argument of a noise line, by its conversion.
type field byte

const (
	fieldNone field = iota
	fieldDecimal
	fieldHex
	fieldHexPrefix
	fieldPointer
	fieldFloat
	fieldUUID
	fieldWord
	fieldPrivate
	fieldHash
	fieldOpen
	fieldClose
	fieldTask
)

// piece is a literal text and the field behind it.
type piece struct {
	text  string
	field field
	size  int // decimals of a float, or bytes a number stays under
}

// compile cuts a format string into pieces.
func compile(format string) []piece {
	var out []piece
	text := ""
	for {
		before, after, found := strings.Cut(format, "%")
		text += before
		if !found {
			return append(out, piece{text: text})
		}
		if strings.HasPrefix(after, "%") {
			text, format = text+"%", after[1:]
			continue
		}
		note, size := specifier(after)
		out = append(out, conversion(text, note, after[:size]))
		text, format = "", after[size:]
	}
}

// conversion is the piece for one specifier, whose last letter says what it prints.
func conversion(text, note, spec string) piece {
	p := piece{text: text, field: fieldWord}
	switch {
	case strings.HasPrefix(note, "private"):
		p.field = fieldPrivate
	case strings.HasPrefix(note, "mask.hash"):
		p.field = fieldHash
	case note == "uuid_t":
		p.field = fieldUUID
	case note == "open":
		p.field = fieldOpen
	case note == "close":
		p.field = fieldClose
	case note == "task":
		p.field = fieldTask
	default:
		switch spec[len(spec)-1] {
		case 'd', 'u':
			p.field, p.size = fieldDecimal, 1000
			if strings.Contains(spec, "ll") {
				p.size = 100_000_000
			}
		case 'x':
			p.field = fieldHex
			if strings.Contains(spec, "#") {
				p.field = fieldHexPrefix
			}
		case 'p':
			p.field = fieldPointer
		case 'f':
			p.field, p.size = fieldFloat, 2
			if i := strings.IndexByte(spec, '.'); i >= 0 {
				p.size = int(spec[i+1] - '0')
			}
		}
	}
	return p
}

// filler keeps what noise lines have in common with those before.
type filler struct {
	random
	opened, closed, tasks uint64
}

// taskLines is how many lines a URL session task has.
const taskLines = 16

// fill appends the message that the pieces make with the next random values.
func (r *filler) fill(b []byte, pieces []piece) []byte {
	for _, p := range pieces {
		b = append(b, p.text...)
		switch p.field {
		case fieldDecimal:
			n := r.next()
			b = decimals(b, n>>8%uint64(p.size)>>(n&7)) // small numbers are commoner
		case fieldHex:
			b = hexadecimals(b, r.next()&0xffffff|0x100000)
		case fieldHexPrefix:
			b = hexadecimals(append(b, "0x"...), r.next()>>40)
		case fieldPointer:
			b = hexadecimals(append(b, "0x"...), 0x100000000|r.next()&0x7ffffff0)
		case fieldFloat:
			n := r.next()
			b = fraction(decimals(b, n>>32%97), int(n%1_000_000)/floatUnit[6-p.size], floatUnit[p.size-1])
		case fieldUUID:
			b = uuid(b, &r.random)
		case fieldWord:
			b = append(b, words[r.next()>>32%uint64(len(words))]...)
		case fieldPrivate:
			b = append(b, "<private>"...)
		case fieldHash:
			b = base64ish(b, r.next())
		case fieldOpen:
			r.opened++
			b = decimals(b, 800_000+r.opened)
		case fieldClose:
			r.closed = min(r.closed+1, r.opened)
			b = decimals(b, 800_000+r.closed)
		case fieldTask:
			task := random(r.tasks / taskLines)
			b = append(uuid(b, &task), ">.<"...)
			b = append(decimals(b, r.tasks/taskLines), '>')
			r.tasks++
		}
	}
	return b
}

// floatUnit are the powers of ten up to a million.
var floatUnit = [...]int{1, 10, 100, 1000, 10_000, 100_000, 1_000_000}

// random is the generator's source of numbers: splitmix64, the same for the
// same seed on every machine.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func decimals(b []byte, n uint64) []byte {
	var buf [20]byte
	i := len(buf)
	for {
		i--
		buf[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return append(b, buf[i:]...)
		}
	}
}

const hexDigits = "0123456789abcdef"

func hexadecimals(b []byte, n uint64) []byte {
	var buf [16]byte
	i := len(buf)
	for {
		i--
		buf[i] = hexDigits[n&15]
		if n >>= 4; n == 0 {
			return append(b, buf[i:]...)
		}
	}
}

func uuid(b []byte, r *random) []byte {
	const upper = "0123456789ABCDEF"
	n := r.next()
	for i := range 32 {
		if i == 16 {
			n = r.next()
		}
		if i == 8 || i == 12 || i == 16 || i == 20 {
			b = append(b, '-')
		}
		b = append(b, upper[n&15])
		n >>= 4
	}
	return b
}

// base64ish appends 22 letters and the padding of a hash.
func base64ish(b []byte, n uint64) []byte {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for range 22 {
		b = append(b, letters[n&63])
		n = n>>6 | n<<58
	}
	return append(b, "=="...)
}
