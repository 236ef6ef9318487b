package logstyle

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse/logarchive"
	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// items are the arguments of a message as a tracepoint stores them; where they do not
// give the message again, all of it is the only argument of %s, and split is false.
func (e *Entry) items(redacted bool) (items []archivetest.Item, split bool) {
	want := e.Compose(redacted)
	format, n := e.Format, 0
	for {
		i := strings.IndexByte(format, '%')
		if i < 0 {
			break
		}
		if format = format[i+1:]; strings.HasPrefix(format, "%") {
			format = format[1:]
			continue
		}
		note, size := specifier(format)
		spec := format[:size]
		format = format[size:]
		if n >= len(e.Args) {
			break
		}
		a := e.Args[n]
		n++
		own, ok := item(spec, note, a, redacted)
		if !ok {
			return dynamicItems(want), false
		}
		items = append(items, own...)
	}
	if len(items) > 255 || compose(e.Format, items) != strings.TrimRight(want, " \t\n\v\f\r") {
		return dynamicItems(want), false
	}
	return items, true
}

func dynamicItems(message string) []archivetest.Item {
	return []archivetest.Item{archivetest.Text(message)}
}

// compose is how the message is read again.
func compose(format string, items []archivetest.Item) string {
	b, _ := archivetest.Items(items)
	var private []byte
	end := 2
	for _, it := range items {
		end += 2 + int(b[end+1])
		if it.Type&1 != 0 {
			private = append(private, it.Text...)
		}
	}
	args := logarchive.Args{Items: b[2:end], Count: len(items), Values: b[end:], Private: private}
	return string(logarchive.Compose(nil, []byte(format), &args))
}

// The bits of an item's type (reference: logarchive, section 2.6).
const (
	itemPrivate = 1
	itemPublic  = 2
	itemCount   = 0x10
	itemString  = 0x20
	itemObject  = 0x40
)

// item stores one argument; a precision takes an item of its own.
func item(spec, note string, a Arg, redacted bool) ([]archivetest.Item, bool) {
	privacy := byte(0)
	private := hidden(note, a.Private) && a.Text != "(null)"
	switch {
	case private:
		privacy = itemPrivate
	case strings.Contains(note, "public"):
		privacy = itemPublic
	}
	kept := a.Text
	if kept == "(null)" || private && redacted {
		kept = "" // without bytes
	}
	switch conv := spec[len(spec)-1]; conv {
	case '@':
		return []archivetest.Item{{Type: itemObject | privacy, Text: kept}}, true
	case 's':
		text := archivetest.Item{Type: itemString | privacy, Text: kept}
		if _, precision, ok := strings.Cut(spec, "."); ok {
			n, err := strconv.ParseUint(strings.TrimSuffix(precision, "s"), 10, 31)
			if err != nil {
				return nil, false
			}
			return []archivetest.Item{{Type: itemCount, Data: binary.LittleEndian.AppendUint32(nil, uint32(n))}, text}, true
		}
		return []archivetest.Item{text}, true
	default:
		if private && redacted {
			return []archivetest.Item{{Type: itemPrivate}}, true
		}
		data, ok := scalar(conv, spec, note, a.Text)
		return []archivetest.Item{{Data: data}}, ok
	}
}

// scalar reads a number again that was printed.
func scalar(conv byte, spec, note, text string) ([]byte, bool) {
	wide := conv == 'p' || strings.ContainsAny(spec[:len(spec)-1][strings.LastIndexByte(spec, '}')+1:], "lqjzt")
	var n uint64
	var err error
	switch conv {
	case 'd', 'i', 'u':
		switch text {
		case "YES", "true":
			n = 1
		case "NO", "false":
		default:
			if conv == 'u' {
				n, err = strconv.ParseUint(strings.TrimSpace(text), 10, 64)
			} else {
				var signed int64
				signed, err = strconv.ParseInt(strings.TrimSpace(text), 10, 64)
				n = uint64(signed)
			}
		}
	case 'x', 'X', 'p':
		n, err = strconv.ParseUint(strings.TrimPrefix(strings.TrimSpace(text), "0x"), 16, 64)
	case 'f', 'F', 'g', 'e', 'a':
		var f float64
		f, err = strconv.ParseFloat(strings.TrimSpace(text), 64)
		n, wide = math.Float64bits(f), true
	default:
		return nil, false
	}
	if wide {
		return binary.LittleEndian.AppendUint64(nil, n), err == nil
	}
	return binary.LittleEndian.AppendUint32(nil, uint32(n)), err == nil
}

// Split finds the arguments in a message that a format string was filled to: each ends
// where the text behind it first occurs. It is false when the message is not of that
// format.
func Split(format, message string) (args []Arg, ok bool) {
	literal, format := untilArgument(format)
	message, ok = strings.CutPrefix(message, literal)
	for ok && format != "" {
		_, size := specifier(format)
		literal, format = untilArgument(format[size:])
		at := strings.Index(message, literal)
		switch {
		case format == "":
			if at = len(message) - len(literal); at < 0 || message[at:] != literal {
				return nil, false
			}
		case literal == "":
			return nil, false // nothing tells where one ends and the next begins
		case at < 0:
			return nil, false
		}
		args = append(args, Arg{Text: message[:at]})
		message = message[at+len(literal):]
	}
	return args, ok && message == ""
}

// untilArgument is the text before the next argument, and what follows its percent
// sign; empty where there is none.
func untilArgument(format string) (literal, rest string) {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(format, "%")
		b.WriteString(before)
		if !found {
			return b.String(), ""
		}
		if !strings.HasPrefix(after, "%") {
			return b.String(), after
		}
		b.WriteByte('%')
		format = after[1:]
	}
}
