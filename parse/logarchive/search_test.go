package logarchive

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// holding is a Filter that searches all messages for literals.
type holding struct {
	*Table
	literals [][]byte
	told     bool // Literals lists them
	asked    []string
}

func (*holding) Process([]byte) bool { return true }

func (*holding) Origin(_, _, _ []byte) (wanted, search bool) { return false, true }

func (h *holding) Search(_, message []byte) bool {
	h.asked = append(h.asked, string(message))
	for _, l := range h.literals {
		if bytes.Contains(message, l) {
			return true
		}
	}
	return false
}

func (h *holding) Literals([]byte) [][]byte {
	if h.told {
		return h.literals
	}
	return nil
}

// spoken is an archive with messages of the formats of Notes, in the order of items.
func spoken(formats []string, items [][]archivetest.Item) *archivetest.Archive {
	a := stringsOnly()
	a.Images[notesID] = archivetest.Strings{Path: notesPath, Ranges: []archivetest.Range{{Offset: 0x100, Formats: formats}}}
	var points []archivetest.Point
	for i, list := range items {
		at := uint64(0x100)
		for _, f := range formats[:i%len(formats)] {
			at += uint64(len(f) + 1)
		}
		points = append(points, archivetest.Point{Type: archivetest.Log, Flags: archivetest.FromMain, Format: at, Time: 12*second + uint64(i), Items: list})
	}
	a.Traces = []archivetest.File{trace("Persist/1.tracev3", bootA, set(12*second, 13*second, pageOf(notes412, points...)))}
	return a
}

// TestSearch finds the same messages whether the literals are told or not.
func TestSearch(t *testing.T) {
	formats := []string{"%d notes", "saved %s in %u ms", "note %x", "two\nlines %d", "kept %{private}d"}
	items := [][]archivetest.Item{
		{archivetest.Int(12)}, {archivetest.Text("draft 7"), archivetest.Int(40)}, {archivetest.Int(0xbeef)}, {archivetest.Int(3)}, {{Type: 1}},
		{archivetest.Int(7)}, {archivetest.Text("list"), archivetest.Int(5)}, {archivetest.Int(0x10)}, {archivetest.Int(1)}, {{Type: 1}},
	}
	tests := []struct {
		literals []string
		want     []string
	}{
		{[]string{"notes"}, []string{"12 notes", "7 notes"}},
		{[]string{"2 notes"}, []string{"12 notes"}},
		{[]string{"draft"}, []string{"saved draft 7 in 40 ms"}},
		{[]string{"list in 5"}, []string{"saved list in 5 ms"}},
		{[]string{"note beef", "absent"}, []string{"note beef"}},
		{[]string{"lines 3"}, []string{"two\nlines 3"}},
		{[]string{"kept <private>"}, []string{"kept <private>", "kept <private>"}},
		{[]string{"nothing of it"}, nil},
	}
	for _, tt := range tests {
		for _, told := range []bool{false, true} {
			h := &holding{told: told}
			for _, l := range tt.literals {
				h.literals = append(h.literals, []byte(l))
			}
			rows, _ := read(t, spoken(formats, items).Memory(), Options{Want: h, Workers: 1})
			var got []string
			for _, r := range rows {
				if r.Kind == KindLog.String() {
					got = append(got, r.Message)
				}
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("%q, told %v: (-want +got)\n%s", tt.literals, told, d)
			}
		}
	}
}

// TestSearchesNoNumbers does not search what only numbers make a message.
func TestSearchesNoNumbers(t *testing.T) {
	var items [][]archivetest.Item
	for i := range 50 {
		items = append(items, []archivetest.Item{archivetest.Int(uint32(i))})
	}
	h := &holding{told: true, literals: [][]byte{[]byte("absent")}}
	read(t, spoken([]string{"%d notes"}, items).Memory(), Options{Want: h, Workers: 1})
	if d := cmp.Diff([]string{corruptText, illegibleText}, h.asked); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestVainSearchAllocatesNothing looks at messages that nobody wants.
func TestVainSearchAllocatesNothing(t *testing.T) {
	measure := func(messages int) float64 {
		var items [][]archivetest.Item
		for i := range messages {
			items = append(items, []archivetest.Item{archivetest.Text(fmt.Sprint("draft ", i)), archivetest.Int(uint32(i))})
		}
		m := Memory(spoken([]string{"saved %s in %u ms"}, items).Memory())
		a, err := Open(m)
		if err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(5, func() {
			want := &vain{literals: [][]byte{[]byte("absent")}}
			if _, err := Read(context.Background(), a, Options{Want: want, Workers: 1}, func(*Entry) error { return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}
	if few, many := measure(2), measure(50); many > few+5 { // buffers that grow
		t.Errorf("%v allocations for 2 messages, %v for 50", few, many)
	}
}

// vain is a Filter that searches in vain.
type vain struct {
	*Table
	literals [][]byte
}

func (*vain) Process([]byte) bool { return true }

func (*vain) Origin(_, _, _ []byte) (wanted, search bool) { return false, true }

func (*vain) Subsystem([]byte) bool { return true }

func (v *vain) Literals([]byte) [][]byte { return v.literals }
