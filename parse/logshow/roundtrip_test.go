package logshow_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/parse/logshow"
)

// record is what a style may carry of a record.
type record struct {
	Time, Process, Path, Image, Subsystem, Category, Message, Template, Boot string
	Kind                                                                     parse.Kind
	Level                                                                    parse.Level
	PID                                                                      int
	TID                                                                      uint64
}

// without takes from a record what its style does not carry.
var without = map[string]func(r *record){
	"default": func(r *record) { r.Path, r.Template, r.Boot = "", "", "" },
	"syslog": func(r *record) {
		r.Path, r.Template, r.Boot, r.TID = "", "", "", 0
		if r.Level = parse.LevelUnknown; r.Kind != parse.KindMarker {
			r.Kind = parse.KindLog // a message like others
		}
	},
	"compact": func(r *record) {
		r.Path, r.Template, r.Boot = "", "", ""
		at, _ := time.Parse(time.RFC3339, r.Time)
		r.Time = at.UTC().Format("2006-01-02T15:04:05.000")
		if r.Subsystem != "" {
			r.Image = ""
		}
		switch { // what has no letters of its own
		case r.Message == "traced":
			r.Kind, r.Level = parse.KindLog, parse.LevelDefault
		case r.Kind == parse.KindOther:
			r.Kind = parse.KindActivity
		}
	},
	"ndjson": func(*record) {},
}

// records reads an input.
func records(t *testing.T, in *parse.Input) (list []record) {
	t.Helper()
	sum, err := in.Scan(context.Background(), parse.Options{}, func(batch []parse.Record) error {
		for _, r := range batch {
			x := record{
				r.Time.RFC3339(), r.Process, r.ProcessPath, r.Image, r.Subsystem, r.Category, strings.Clone(r.Message), r.Template, r.Boot,
				r.Kind, r.Level, r.PID, r.TID,
			}
			switch {
			case x.Kind == parse.KindMarker && !strings.HasPrefix(x.Message, "lost "): // of no process, whatever the columns say
				x.Process, x.PID, x.Level, x.TID = "", parse.NoPID, parse.LevelUnknown, 0
			case x.Kind != parse.KindLog: // whose names are no templates to the analysis
				x.Level, x.Template = parse.LevelUnknown, ""
			}
			if x.Process == "(null)" {
				x.Process = ""
			}
			list = append(list, x)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if sum.Unparsed > 0 || !sum.Complete {
		t.Errorf("%s: %d lines not parsed, complete: %t", sum.Name, sum.Unparsed, sum.Complete)
	}
	return list
}

// TestRoundTrip: what is written is read again as it was.
func TestRoundTrip(t *testing.T) {
	a := scene()
	root := t.TempDir() + "/x.logarchive"
	if err := a.WriteFolder(root); err != nil {
		t.Fatal(err)
	}
	inputs, errs := parse.Expand([]string{root}, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	want := records(t, inputs[0])
	for _, style := range logshow.Styles() {
		zone := map[string]*time.Location{"compact": time.UTC}[style] // it names none
		got := records(t, parse.String("x", export(t, a, style, zone)))
		expected := slices.Clone(want)
		for i := range expected {
			without[style](&expected[i])
		}
		for i := range got {
			without[style](&got[i])
		}
		if d := cmp.Diff(expected, got); d != "" {
			t.Errorf("%s: (-archive +export)\n%s", style, d)
		}
	}
}
