package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
)

// limitFlags bound what a hostile or a broken input may cost. Their defaults are far
// beyond any log of a device.
type limitFlags struct {
	MaxRecord byteLimit `placeholder:"SIZE" help:"Bytes of a record before it is cut (4MiB)."`
	unpackLimits
	MaxLifecycles countLimit `placeholder:"N" help:"Processes, tasks, transfers and the like of a log (50000)."`
	MaxEvidence   byteLimit  `placeholder:"SIZE" help:"Bytes of a log's messages that are kept before they are shortened (64MiB)."`
}

// unpackLimits are those of archives and compressions.
type unpackLimits struct {
	MaxInflated byteLimit  `placeholder:"SIZE" help:"Bytes after decompression of an input (64GiB)."`
	MaxRatio    countLimit `placeholder:"N" help:"Bytes that decompression may make of one (200)."`
	MaxEntries  countLimit `placeholder:"N" help:"Entries in the archives of an input (200000)."`
	MaxNesting  countLimit `placeholder:"N" help:"Archives and compressions in each other (2)."`
}

// apply sets the limits of reading; one that is not given stays at its default.
func (f *limitFlags) apply(opts *parse.Options) {
	opts.MaxRecord = int(f.MaxRecord)
	f.unpackLimits.apply(opts)
}

func (f *unpackLimits) apply(opts *parse.Options) {
	opts.Limits = parse.Limits{
		Inflated: int64(f.MaxInflated), Ratio: int64(f.MaxRatio), Entries: int(f.MaxEntries), Nesting: int(f.MaxNesting),
	}
}

// limitsReached says what of a timeline was left out. What stops the reading of an
// input is told as its error.
func limitsReached(t *lifecycle.Timeline, many bool) (notes []string) {
	for _, s := range t.Inputs {
		for _, n := range s.CutNotes() {
			notes = append(notes, s.Name+": "+n)
		}
	}
	return append(notes, report.OverflowNotes(t, many)...)
}

// byteLimit is a number of bytes; 0 is not given.
type byteLimit int64

// byteUnits are the units of a byteLimit.
var byteUnits = []struct {
	name  string
	bytes int64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}, {"", 1}}

// UnmarshalText reads 500, 64KiB, 4MiB, 2GiB.
func (l *byteLimit) UnmarshalText(text []byte) error {
	for _, u := range byteUnits {
		digits, ok := strings.CutSuffix(string(text), u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n <= 0 || n > mostBytes/u.bytes {
			break
		}
		*l = byteLimit(n * u.bytes)
		return nil
	}
	return fmt.Errorf("%q is not a number of bytes above 0, such as 500, 64KiB, 4MiB or 2GiB", text)
}

// mostBytes is more than any limit needs.
const mostBytes = 1 << 50

// countLimit is a number of things; 0 is not given.
type countLimit int64

// UnmarshalText reads a number above 0.
func (l *countLimit) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(string(text), 10, 32)
	if err != nil || n <= 0 {
		return fmt.Errorf("%q is not a number above 0", text)
	}
	*l = countLimit(n)
	return nil
}
