package parse

import (
	"bufio"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// rtfMagic begins a document of TextEdit, into which people paste what Console shows, or of
// a word processor. (Rich Text Format Specification 1.9.1)
const rtfMagic = `{\rtf`

// rtfReader is the text of such a document, without its fonts, colours, header and pictures.
type rtfReader struct {
	decoded
	r       *bufio.Reader
	groups  []rtfGroup // the open ones, the innermost last
	deeper  int        // groups that are open inside of those
	replace int        // characters to pass over, which stand for one of Unicode
	high    rune       // the first half of such a character
}

// rtfGroup is what holds until a group ends.
type rtfGroup struct {
	hidden  bool // none of it is the document's text
	replace int  // how many characters stand behind one of Unicode for readers that know none
}

const (
	rtfDepth = 256 // groups inside each other that are kept apart; documents have some ten
	rtfWord  = 32  // letters of a control word, as the specification has it
)

func newRTFReader(r *bufio.Reader) *rtfReader {
	return &rtfReader{r: r, groups: []rtfGroup{{replace: 1}}}
}

func (d *rtfReader) Read(p []byte) (int, error) { return d.read(p, d.step) }

func (d *rtfReader) group() *rtfGroup { return &d.groups[len(d.groups)-1] }

// step reads a character, the border of a group or a control word.
func (d *rtfReader) step() error {
	c, err := d.r.ReadByte()
	if err != nil {
		return err
	}
	switch c {
	case '{':
		d.replace = 0
		if len(d.groups) < rtfDepth {
			d.groups = append(d.groups, *d.group())
		} else {
			d.deeper++
		}
	case '}':
		d.replace = 0
		switch {
		case d.deeper > 0:
			d.deeper--
		case len(d.groups) > 1:
			d.groups = d.groups[:len(d.groups)-1]
		}
	case '\\':
		return d.control()
	case '\r', '\n', 0:
	default:
		d.text(c)
	}
	return nil
}

// text adds a byte of the document's text.
func (d *rtfReader) text(c byte) {
	switch {
	case d.replace > 0:
		d.replace--
	case !d.group().hidden:
		d.out = append(d.out, c)
	}
}

// char adds a character that is written in another way than as itself.
func (d *rtfReader) char(r rune) {
	switch {
	case d.replace > 0:
		d.replace--
	case !d.group().hidden:
		d.out = utf8.AppendRune(d.out, r)
	}
}

// control reads what follows a backslash.
func (d *rtfReader) control() error {
	c, err := d.r.ReadByte()
	switch {
	case err != nil:
		return err
	case letter(c):
		return d.word(c)
	}
	switch c {
	case '\'':
		var hex [2]byte
		if _, err := io.ReadFull(d.r, hex[:]); err != nil {
			return io.EOF // the document was cut
		}
		if n, err := strconv.ParseUint(string(hex[:]), 16, 8); err == nil {
			d.char(windows1252(byte(n)))
		}
	case '*': // what a reader may not know
		d.group().hidden = true
	case '\n', '\r':
		d.char('\n')
	case '~':
		d.char(' ')
	case '_':
		d.char('-')
	case '\\', '{', '}':
		d.char(rune(c))
	}
	return nil
}

// word reads a control word with its number, and the blank that ends it.
func (d *rtfReader) word(first byte) error {
	name := []byte{first}
	number := []byte(nil)
	for {
		c, err := d.r.ReadByte()
		if err != nil {
			return err
		}
		switch {
		case letter(c) && number == nil && len(name) < rtfWord:
			name = append(name, c)
			continue
		case digit(c) && len(number) < 10, c == '-' && number == nil:
			number = append(number, c)
			continue
		case c != ' ':
			d.r.UnreadByte()
		}
		break
	}
	n, err := strconv.Atoi(string(number))
	switch word := string(name); word {
	case "u":
		d.unicode(rune(uint16(n)))
	case "uc":
		d.group().replace = max(n, 0)
	case "bin":
		if err == nil && n > 0 {
			_, err := d.r.Discard(n)
			return err
		}
	default:
		if r, ok := rtfChars[word]; ok {
			d.char(r)
		} else if rtfHidden[word] {
			d.group().hidden = true
		}
	}
	return nil
}

// unicode adds a character by its number, of which two may be the halves of one.
func (d *rtfReader) unicode(r rune) {
	d.replace = 0
	switch {
	case d.high == 0 && utf16.IsSurrogate(r):
		d.high = r
	case d.high != 0:
		d.char(utf16.DecodeRune(d.high, r))
		d.high = 0
	case r == '\u2028' || r == '\u2029':
		d.char('\n')
	default:
		d.char(r)
	}
	d.replace = d.group().replace
}

// rtfChars are the control words that stand for a character.
var rtfChars = map[string]rune{
	"par": '\n', "line": '\n', "sect": '\n', "page": '\n', "row": '\n', "tab": '\t', "cell": '\t',
	"lquote": '\u2018', "rquote": '\u2019', "ldblquote": '\u201c', "rdblquote": '\u201d',
	"emdash": '\u2014', "endash": '\u2013', "bullet": '\u2022',
}

// rtfHidden begin groups that hold none of the text.
var rtfHidden = map[string]bool{
	"fonttbl": true, "colortbl": true, "stylesheet": true, "info": true, "pict": true, "object": true,
	"header": true, "headerl": true, "headerr": true, "headerf": true, "footer": true, "footerl": true, "footerr": true, "footerf": true,
}

// windows1252 is the character of a byte in the code page of such documents.
func windows1252(c byte) rune {
	if c < 0x80 || c >= 0xa0 {
		return rune(c)
	}
	return []rune("\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd" +
		"\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178")[c-0x80]
}
