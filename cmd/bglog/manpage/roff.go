package manpage

import "strings"

// roff collects a page, line by line.
type roff struct{ b strings.Builder }

// lineWidth keeps the source readable, and mandoc's linter content.
const lineWidth = 79

// raw writes a line that is roff already.
func (w *roff) raw(line string) { w.b.WriteString(line + "\n") }

// plain writes a line of text: one that begins like a request is none.
func (w *roff) plain(line string) {
	if strings.HasPrefix(line, ".") {
		line = `\&` + line
	}
	w.raw(line)
}

// macro calls a macro.
func (w *roff) macro(name string, args ...string) {
	w.b.WriteString("." + name)
	for _, a := range args {
		w.b.WriteString(` "` + escape(a) + `"`)
	}
	w.b.WriteByte('\n')
}

// item writes an entry of a list; the term is roff already.
func (w *roff) item(term, text string) {
	w.macro("TP")
	w.raw(term)
	w.text(text)
}

// text writes a paragraph: every sentence on a line of its own, as roff wants it for
// its spacing, and no line too long.
func (w *roff) text(s string) {
	line := ""
	for _, word := range strings.Fields(s) {
		word = escape(word)
		if line != "" && (len(line)+1+len(word) > lineWidth || endsSentence(line)) {
			w.plain(line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		w.plain(line)
	}
}

func endsSentence(line string) bool {
	line = strings.TrimRight(line, `)"'`)
	return strings.HasSuffix(line, ".") || strings.HasSuffix(line, "?") || strings.HasSuffix(line, "!")
}

// verbatim writes a line of a passage that is not filled; a long one is broken at a
// blank, and the next goes on further in.
func (w *roff) verbatim(line string) {
	if strings.TrimSpace(line) == "" {
		w.macro("sp")
		return
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	for len(line) > lineWidth-10 {
		cut := strings.LastIndexByte(line[:lineWidth-10], ' ')
		if cut <= len(indent) {
			break
		}
		w.plain(escape(line[:cut]))
		line = indent + "  " + line[cut+1:]
	}
	w.plain(escape(line))
}

// escape makes text of s: a hyphen that people may copy stays one.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, `"`, `\(dq`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(s)
}
