package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
)

// merged reads the pieces of a log as --merge does and returns the report without what
// tells one input from another, and without the fields named besides.
func merged(t testing.TB, pieces [][]byte, besides ...string) any {
	t.Helper()
	c := &call{env: testEnvironment(), stderr: io.Discard}
	f := inputFlags{Merge: true, System: true}
	reading, err := f.reading(c)
	if err != nil {
		t.Fatal(err)
	}
	src := &source{stdin: &replay{r: strings.NewReader("")}, opts: reading}
	for i, p := range pieces {
		in := parse.Bytes(fmt.Sprintf("part-%d.log", i+1), p)
		in.Argument = i
		src.args, src.inputs = append(src.args, in.Name), append(src.inputs, in)
	}
	r, _ := f.read(c, src, report.Options{Version: "1", System: true}, false)
	var b bytes.Buffer
	if err := report.JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return without(doc, append(besides, placed...))
}

// placed are the fields that tell one input from another: their names, lines, which count
// from the beginning of each, and examples of unknown messages, which are the first read.
var placed = []string{"inputs", "input", "line", "notes", "unknown"}

// without takes out fields, wherever they are.
func without(v any, names []string) any {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range names {
			delete(v, key)
		}
		for key := range v {
			v[key] = without(v[key], names)
		}
	case []any:
		for i := range v {
			v[i] = without(v[i], names)
		}
	}
	return v
}

// steps are the offsets of the lines at which the time of a log moves on: of records of
// the same moment, nothing but their order tells which came first.
func steps(t testing.TB, data []byte) []int {
	t.Helper()
	times, timed := map[int]parse.Time{}, true
	if _, err := parse.Bytes("log", data).Scan(t.Context(), parse.Options{}, func(records []parse.Record) error {
		for _, r := range records {
			times[r.Line] = r.Time
			timed = timed && r.Time.Known()
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if !timed {
		return nil // a record without time has a place only in its input
	}
	var at []int
	var newest parse.Time
	offset := 0
	for i, line := range bytes.SplitAfter(data, []byte("\n")) {
		if now, ok := times[i+1]; ok {
			if newest.Before(now) {
				at = append(at, offset)
			}
			newest = parse.Latest(newest, now)
		}
		offset += len(line)
	}
	return at
}

// dated reports whether each part of a log tells its own day and zone.
func dated(data []byte) bool {
	return bytes.HasPrefix(data, []byte("202")) || bytes.HasPrefix(data, []byte("Timestamp ")) || bytes.HasPrefix(data, []byte("{"))
}

// unlikeParts are logs of which parts tell something else, as they must.
var unlikeParts = map[string]string{
	"context-log-gap/fires-earlier.log":                  "one log that goes back in time is two captures; parts are put in order",
	"context-debugger-attached/fires-command-of-app.log": "a line without a time, a debugger's prompt, has a place in its own part only",
}

// whole are the pieces that hold something.
func whole(pieces [][]byte) [][]byte {
	return slices.DeleteFunc(pieces, func(p []byte) bool { return len(p) == 0 })
}

// A log in two or three parts, in any order, is the log, and so are parts that overlap.
func TestPartsAreTheWhole(t *testing.T) {
	logs := map[string][]byte{"generated": busy(t, "log-default", 0), "generated ndjson": busy(t, "log-ndjson", 1)}
	names, err := filepath.Glob("../../testdata/rules/*/*.log")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		id := strings.TrimPrefix(filepath.ToSlash(name), "../../testdata/rules/")
		if data := mustRead(t, name); dated(data) && unlikeParts[id] == "" {
			logs[id] = data
		}
	}
	cuts := 6
	if testing.Short() {
		cuts = 2
	}
	tried := 0
	for name, data := range logs {
		starts := steps(t, data)
		if len(starts) < 2 {
			continue
		}
		tried++
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := merged(t, [][]byte{data})
			bare := merged(t, [][]byte{data}, "evidence") // listed by input
			r := rand.New(rand.NewPCG(1, uint64(len(data))))
			for range min(cuts, len(starts)-1) {
				i := starts[1+r.IntN(len(starts)-1)]
				j := starts[1+r.IntN(len(starts)-1)]
				i, j = min(i, j), max(i, j)
				for order, pieces := range map[string][][]byte{"two": {data[:i], data[i:]}, "three": {data[:i], data[i:j], data[j:]}} {
					if d := cmp.Diff(want, merged(t, whole(pieces))); d != "" {
						t.Fatalf("%s, cut at bytes %d and %d (-whole +parts):\n%s", order, i, j, d)
					}
				}
				for order, pieces := range map[string][][]byte{"backwards": {data[i:], data[:i]}, "in disorder": {data[j:], data[:i], data[i:j]}} {
					if d := cmp.Diff(bare, merged(t, whole(pieces), "evidence")); d != "" {
						t.Fatalf("%s, cut at bytes %d and %d (-whole +parts):\n%s", order, i, j, d)
					}
				}
				if slices.Index(starts, j) < slices.Index(starts, i)+2 {
					continue // within a second, what is the same need not be one
				}
				// of every part it is told what was read
				told := merged(t, [][]byte{data}, "evidence", "coverage")
				for order, pieces := range map[string][][]byte{"overlapping": {data[:j], data[i:]}, "overlapping, backwards": {data[i:], data[:j]}, "twice": {data, data}} {
					if d := cmp.Diff(told, merged(t, whole(pieces), "evidence", "coverage")); d != "" {
						t.Fatalf("%s, from byte %d to %d (-whole +parts):\n%s", order, i, j, d)
					}
				}
			}
		})
	}
	if tried < 100 {
		t.Errorf("only %d logs have two moments", tried)
	}
}
