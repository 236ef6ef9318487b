package logstyle

import (
	"bytes"
	"unicode/utf8"
)

// paste is one kind of damage that a ticket does to the text put into it.
type paste struct {
	name       string
	head, tail string
	change     func(b, row []byte) []byte // appends the damaged row, which ends in a newline
	joined     bool
}

var pastes = []paste{
	{
		name: "fenced", head: "### Steps\n\n1. Leave the app\n2. Wait a minute\n\n```\n", tail: "```\n\nWhat does this mean?\n",
		change: func(b, row []byte) []byte { return append(b, row...) },
	},
	{
		name: "quoted", head: "A tester sent this:\n\n", tail: "\nAny idea?\n",
		change: func(b, row []byte) []byte {
			for l := range bytes.Lines(row) {
				b = append(b, "> "...)
				b = append(b, l...)
			}
			return b
		},
	},
	{
		name: "wrapped", joined: true,
		change: func(b, row []byte) []byte {
			for l := range bytes.Lines(row) {
				b = wrap(b, l, 80)
			}
			return b
		},
	},
	{
		name: "folded", joined: true,
		change: func(b, row []byte) []byte {
			for l := range bytes.Lines(row) {
				b = Fold(b, l, 80)
			}
			return b
		},
	},
	{
		name:   "blanks",
		change: func(b, row []byte) []byte { return append(b, bytes.ReplaceAll(row, []byte("\t"), []byte("    "))...) },
	},
}

// wrap breaks a line after the last blank that fits into width; a longer word
// stays whole.
func wrap(b, row []byte, width int) []byte {
	for len(row) > width+1 {
		i := bytes.LastIndexByte(row[:width], ' ')
		if i < 0 {
			i = bytes.IndexByte(row, ' ')
		}
		if i < 0 || i >= len(row)-2 {
			break
		}
		b = append(b, row[:i+1]...)
		b = append(b, '\n')
		row = row[i+1:]
	}
	return append(b, row...)
}

// Fold breaks a line wherever width is, as a terminal shows it: tabs go to the next
// multiple of 8.
func Fold(b, row []byte, width int) []byte {
	column := 0
	for _, c := range row {
		next := column + 1
		switch {
		case c == '\t':
			next = column + 8 - column%8
		case !utf8.RuneStart(c):
			next = column
		}
		if next > width && c != '\n' {
			b = append(b, '\n')
			next -= column
		}
		b = append(b, c)
		column = next
	}
	return b
}

// pasteStyles puts each kind of damage on the forms that tickets hold most.
func pasteStyles(all []Style) []Style {
	var out []Style
	for _, s := range all {
		switch s.Name {
		case "console-a", "log-default", "xcode":
		default:
			continue
		}
		for _, p := range pastes {
			if p.name == "blanks" && s.Name != "console-a" {
				continue
			}
			out = append(out, p.on(s))
		}
	}
	return out
}

// on is the style s pasted into a ticket.
func (p paste) on(s Style) Style {
	row := s.row
	head := s.head
	s.Name += "+" + p.name
	s.Joined = s.Joined || p.joined
	s.head = func(b []byte) []byte {
		b = append(b, p.head...)
		if head != nil {
			b = p.change(b, head(nil))
		}
		return b
	}
	s.row = func(b []byte, l *line) []byte { return p.change(b, row(nil, l)) }
	s.tail = func(b []byte, n int) []byte { return append(b, p.tail...) }
	return s
}
