package parse

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// Programs print a text as one line: a debugger and a request's answer write its line breaks as
// escapes, a page's source as tags.

// writtenBreak is one way to write line breaks.
type writtenBreak struct {
	mark    string      // a line break, as most texts of this kind have it
	written [][2]string // what stands for which text, the longer ones first
}

var writtenBreaks = []*writtenBreak{
	{`\n`, [][2]string{{`\r\n`, "\n"}, {`\n`, "\n"}, {`\t`, "\t"}, {`\"`, `"`}, {`\/`, "/"}, {`\\`, `\`}}},
	{"<br>", [][2]string{{"<br>", "\n"}}},
	{"<br/>", [][2]string{{"<br/>", "\n"}}},
	{"<br />", [][2]string{{"<br />", "\n"}}},
}

// writtenLines is how many line breaks must be written so before that is no chance: a
// message may hold some.
const writtenLines = 3

// writtenBreakOf returns how line breaks are written in a sample: more often than real ones, and
// so that lines of a log or a report come to light behind them; nil when they are not. JSON
// has readers of its own.
func writtenBreakOf(sample []byte) *writtenBreak {
	if t := bytes.TrimSpace(sample); len(t) == 0 || t[0] == '{' || t[0] == '[' {
		return nil
	}
	for _, w := range writtenBreaks {
		if n := bytes.Count(sample, []byte(w.mark)); n < writtenLines || n <= bytes.Count(sample, []byte("\n")) {
			continue
		}
		_, behind, _ := bytes.Cut(sample, []byte(w.mark))
		text, _ := io.ReadAll(&breakReader{r: bufio.NewReader(bytes.NewReader(behind)), w: w})
		if holdsRecords(text) {
			return w
		}
	}
	return nil
}

// breakReader is a text with real line breaks.
type breakReader struct {
	decoded
	r *bufio.Reader
	w *writtenBreak
}

func (b *breakReader) Read(p []byte) (int, error) { return b.read(p, b.step) }

// step reads a character, or what stands for one.
func (b *breakReader) step() error {
	c, err := b.r.ReadByte()
	if err != nil {
		return err
	}
	if c == b.w.mark[0] {
		for _, w := range b.w.written {
			rest := w[0][1:]
			if next, _ := b.r.Peek(len(rest)); string(next) == rest {
				b.r.Discard(len(rest))
				b.out = append(b.out, w[1]...)
				return nil
			}
		}
	}
	b.out = append(b.out, c)
	return nil
}

// withWrittenBreaks reads line breaks that are written out as such.
func withWrittenBreaks(br *bufio.Reader) (text *bufio.Reader, notes []string) {
	sample, _ := br.Peek(br.Size())
	w := writtenBreakOf(sample)
	if w == nil {
		return br, nil
	}
	return bufio.NewReaderSize(&breakReader{r: br, w: w}, sampleSize),
		[]string{fmt.Sprintf("line breaks that are written as %q were read as such; lines are counted with them", w.mark)}
}
