package parse

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
)

// formats lists every textual format, the most specific first: where two fit
// equally well, the earlier one wins.
var formats = []*format{
	ecdigitJSONL,
	iteratorJSONL,
	iteratorCSV,
	ostraceJSON,
	pymobileJSON,
	goiosJSON,
	appiumJSON,
	logNDJSON,
	logJSON,
	logDefault,
	logCompact,
	logSyslog,
	unifiedLogReader,
	xcode,
	console,
	idevicesyslog,
	macosSyslog,
	pymobiledevice3,
	goiosText,
}

// detection is the way in which an input will be read.
type detection struct {
	name, why string
	format    *format
	// report reads a crash report, JetsamEvent or MetricKit payload.
	report func(r io.Reader, sum *Summary) error
	// stream reads formats whose records cannot be found line by line.
	stream func(ctx context.Context, r io.Reader, opts Options, emit func(*blockResult) error) (int64, error)
}

// detectLines is how many lines of the sample are looked at.
const detectLines = 400

// detect recognises the format by content.
func detect(sample []byte, whole bool, opts Options) (detection, error) {
	if len(bytes.TrimSpace(sample)) == 0 {
		return detection{}, fmt.Errorf("the input is empty: %w", ErrNothing)
	}
	if det, ok := detectArray(sample, whole, opts); ok {
		return det, nil
	}
	if opts.Format != "" {
		return forced(opts.Format)
	}
	if what := binary(sample); what != "" {
		return detection{}, fmt.Errorf("%s, not a text log: %w", what, ErrNothing)
	}
	lines := sampleLines(sample, whole)
	best, count, why := (*format)(nil), 0, ""
	for _, f := range formats {
		hits, header := 0, 0
		for i, line := range lines {
			if f.header != nil && header == 0 && f.header(line) {
				header = i + 1
			}
			if f.starts(line) {
				hits++
			}
		}
		if f.needsHeader && header == 0 {
			continue
		}
		if header > 0 && hits > 0 {
			hits += len(lines)
		}
		if hits > count {
			best, count = f, hits
			why = fmt.Sprintf("%d of the first %d lines begin a record", hits, len(lines))
			if header > 0 {
				why = fmt.Sprintf("column header in line %d", header)
			}
		}
	}
	if best == nil {
		return detection{}, fmt.Errorf("no known log format fits (see bglog --explain-format): %w", ErrNothing)
	}
	return detection{name: best.name, why: why, format: best}, nil
}

func forced(name string) (detection, error) {
	for _, f := range formats {
		if f.name == name {
			return detection{name: name, why: "forced by --input-format", format: f}, nil
		}
	}
	return detection{}, fmt.Errorf("unknown input format %q: expected one of %s", name, strings.Join(FormatNames(), ", "))
}

// FormatNames lists the names that --input-format accepts.
func FormatNames() []string {
	names := make([]string, 0, len(formats))
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// sampleLines splits the sample; the last line is left out when it may be cut.
func sampleLines(sample []byte, whole bool) [][]byte {
	var lines [][]byte
	for len(sample) > 0 && len(lines) < detectLines {
		i := bytes.IndexByte(sample, '\n')
		if i < 0 {
			if whole || len(lines) == 0 {
				lines = append(lines, trimLine(sample))
			}
			break
		}
		if line := trimLine(sample[:i]); len(bytes.TrimSpace(line)) > 0 {
			lines = append(lines, line)
		}
		sample = sample[i+1:]
	}
	return lines
}

// binaryMagic names the binary files that people hand over instead of text.
var binaryMagic = []struct{ magic, name string }{
	{"\x00\x10\x00\x00", "a tracev3 file (export it with log show)"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"bplist00", "a binary property list"},
	{"PK\x03\x04", "a zip archive (unpack it first)"},
	{"\x89PNG", "a PNG picture"},
	{"\xff\xd8\xff", "a JPEG picture"},
	{"%PDF", "a PDF document"},
	{"\xfd7zXZ\x00", "an xz file (unpack it first)"},
}

// binary says what the sample is when it is not text.
func binary(sample []byte) string {
	for _, m := range binaryMagic {
		if bytes.HasPrefix(sample, []byte(m.magic)) {
			return m.name
		}
	}
	if len(sample) > 262 && string(sample[257:262]) == "ustar" {
		return "a tar archive (unpack it first)"
	}
	odd := 0
	head := sample[:min(len(sample), 8192)]
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != 0x1b && c != 0 {
			odd++
		}
	}
	nul := bytes.Count(head, []byte{0})
	if odd*20 > len(head) || nul*3 > len(head) {
		return "binary data"
	}
	return ""
}
