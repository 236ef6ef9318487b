package parse

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// notesLog writes a log archive of one process with n messages of each of two formats.
func notesLog(t *testing.T, n int) *Input {
	t.Helper()
	formats := []string{"saved note %d", "read note %d"}
	main := archivetest.ID(1)
	p := archivetest.Process{First: 1, Second: 2, PID: 412, Main: main}
	set := archivetest.Chunkset{Start: 1, End: uint64(2 * n), Processes: []int{0}}
	for i := range n {
		points := make([]archivetest.Point, len(formats))
		at := uint64(16)
		for j, f := range formats {
			points[j] = archivetest.Point{Type: archivetest.Log, Flags: archivetest.FromMain, Format: at, Time: uint64(1 + 2*i + j), Items: []archivetest.Item{archivetest.Int(uint32(i))}}
			at += uint64(len(f) + 1)
		}
		set.Chunks = append(set.Chunks, archivetest.Page{First: p.First, Second: p.Second, Base: 1, Points: points}.Bytes())
	}
	head := archivetest.Header{Num: 125, Den: 3, Boot: archivetest.ID(9), Seconds: 1_780_000_000}
	catalog := archivetest.Catalog{Processes: []archivetest.Process{p}, Chunksets: []archivetest.Chunkset{set}}
	a := &archivetest.Archive{
		Traces: []archivetest.File{{Path: "Persist/1.tracev3", Data: slices.Concat(head.Bytes(), catalog.Bytes())}},
		Images: map[archivetest.UUID]archivetest.Strings{main: {Path: "/Applications/Notes.app/Notes", Ranges: []archivetest.Range{{Offset: 16, Formats: formats}}}},
	}
	folder := filepath.Join(t.TempDir(), "system_logs.logarchive")
	if err := a.WriteFolder(folder); err != nil {
		t.Fatal(err)
	}
	inputs, errs := Expand([]string{folder}, nil)
	if len(inputs) != 1 || len(errs) > 0 {
		t.Fatalf("%d inputs, %v", len(inputs), errs)
	}
	return inputs[0]
}

// Who keeps a record's texts owns them; of the format whose texts were kept the next
// ones have their own at once. All records of a format share what was learned of it.
func TestNativeTexts(t *testing.T) {
	const n = 200 // more than a slab
	var brief []string
	var kept []*Record
	keep := func(rec *Record) {
		if rec.Kind != KindLog {
			return
		}
		if rec.Brief {
			brief = append(brief, rec.Message)
		}
		count, _ := rec.Lesson.Load().(int)
		rec.Lesson.Store(count + 1)
		if strings.HasPrefix(rec.Message, "saved ") {
			rec.Own()
			rec.Note = fmt.Sprint(count)
			kept = append(kept, rec)
		}
	}
	var want, got []string
	for i := range n {
		want = append(want, fmt.Sprintf("saved note %d, note %d", i, i), fmt.Sprintf("read note %d, note <nil>", i))
	}
	_, err := notesLog(t, n).Scan(context.Background(), Options{Annotate: keep, Workers: 1}, func(records []Record) error {
		for _, r := range records {
			if r.Kind == KindLog {
				got = append(got, fmt.Sprintf("%s, note %v", r.Message, r.Note))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if len(brief) != n+1 || brief[0] != "saved note 0" {
		t.Errorf("%d brief records from %q on, want the first and those of which none was kept", len(brief), brief[0])
	}
	for i, rec := range kept {
		if message := fmt.Sprint("saved note ", i); rec.Message != message {
			t.Errorf("kept %q, want %q", rec.Message, message)
		}
	}
}
