package parse

import (
	"bytes"
	"testing"

	"github.com/bglog/bglog/internal/logstyle"
)

// A capture breaks off anywhere, also within the columns, of which some may be empty: no
// reader looks behind the end of a line.
func TestBeginningsOfLines(t *testing.T) {
	const (
		lines = 3
		most  = 96 // bytes: behind them the message has begun, except in JSON
		empty = 24 // bytes of columns that hold nothing
	)
	for _, s := range logstyle.Styles {
		var b bytes.Buffer
		if err := logstyle.Generate(&b, s.Name, 4<<10, 1, 0.5); err != nil {
			t.Fatal(err)
		}
		for n, line := range bytes.Split(b.Bytes(), []byte{'\n'}) {
			if n == lines {
				break
			}
			for cut := range min(len(line), most) {
				beginning(line[:cut])
				text := bytes.Clone(line[:cut])
				for range empty {
					text = append(text, ' ')
					for _, c := range []byte("0[(\t:<") { // the next one is only begun
						beginning(append(text, c))
					}
				}
			}
		}
	}
}

// beginning looks at a line as the readers do; what follows the line is not theirs.
func beginning(line []byte) {
	line = bytes.Clone(line)[:len(line):len(line)]
	for _, f := range formats {
		if f.noise != nil {
			f.noise(line)
		}
		if f.header != nil {
			f.header(line)
		}
		if f.origin != nil {
			f.origin(line)
		}
		if !f.starts(line) {
			continue
		}
		f.broken(line)
		f.wanted(line, nil)
		if f.stamp != nil {
			f.stamp(line)
		}
		rec := Record{PID: NoPID}
		f.record(line, &rec)
	}
}
