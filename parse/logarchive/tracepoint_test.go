package logarchive

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// TestEveryFlag reads messages with every combination of fields.
func TestEveryFlag(t *testing.T) {
	flags := []uint16{
		archivetest.HasActivity, archivetest.HasUniquePID, archivetest.HasPersona, archivetest.HasPrivate,
		archivetest.HasHigh, archivetest.HasSubsystem, archivetest.HasTTL, archivetest.HasReference,
	}
	origins := []uint16{archivetest.FromMain, archivetest.FromShared, 6, archivetest.FromAddress, archivetest.FromUUID, archivetest.FromLarge}
	n := 0
	for combination := range 1 << len(flags) {
		for _, from := range origins {
			for variant := range 4 { // 32 bits or 64, the persona's field there or not
				pt := archivetest.Point{
					Type: archivetest.Log, Flags: from, Format: 0x1_2345_6789, Thread: 5, Time: 1000, Activity: 0x8000_0000_0000_0042,
					Persona: 999, NoPersona: variant&2 != 0, PC: 0x0123_89ab_cdef, Is32: variant&1 != 0, Image: helperID, Subsystem: 9, Reference: 77,
					Items: []archivetest.Item{archivetest.Int(5), archivetest.Text("open"), archivetest.Private("secret")},
				}
				for i, f := range flags {
					if combination>>i&1 != 0 {
						pt.Flags |= f
					}
				}
				if d := diffPoint(pt); d != "" {
					t.Fatalf("flags %#x, variant %d: (-want +got)\n%s", pt.Flags, variant, d)
				}
				n++
			}
		}
	}
	if n != 256*6*4 {
		t.Errorf("%d combinations", n)
	}
}

// found is what TestEveryFlag compares.
type found struct {
	Origin         uint8
	Format, PC     uint64
	Image          UUID
	Activity       uint64
	Subsystem      uint16
	Reference      uint32
	Count          int
	Values, Secret string
}

// diffPoint writes a message, reads it and compares.
func diffPoint(pt archivetest.Point) string {
	has := func(f uint16) bool { return pt.Flags&f != 0 }
	first := archivetest.Point{Type: archivetest.Log, Flags: archivetest.FromMain | archivetest.HasPrivate, Time: 900, Items: []archivetest.Item{archivetest.Private("other")}}
	_, chunk, _, _ := nextChunk(archivetest.Page{Base: 800, Points: []archivetest.Point{first, pt}}.Bytes())
	pg, ok := readPage(chunk)
	if !ok {
		return "no page"
	}
	pg.next()
	got, ok := pg.next()
	if !ok {
		return "no tracepoint"
	}
	var f fields
	if !got.readLog(&f, pt.Is32) {
		return "not read"
	}
	f.split()
	have := found{uint8(f.origin), f.format, f.pc, f.image, f.activity, f.subsystem, f.reference, f.count, string(f.values), string(pg.privateRange(f.privateAt, f.privateSize))}
	want := found{Origin: uint8(pt.Flags & 0xe), Format: pt.Format & 0x7fffffff, PC: pt.PC & 0xffffffff, Count: 3, Values: "open"}
	if has(archivetest.HasHigh) {
		want.Format = pt.Format
	}
	switch want.Origin {
	case archivetest.FromLarge:
		want.PC = pt.PC
	case archivetest.FromAddress:
		if !pt.Is32 {
			want.PC = pt.PC
		}
	case archivetest.FromUUID:
		want.Image = UUID(pt.Image)
	}
	if has(archivetest.HasActivity) {
		want.Activity = 0x42
	}
	if has(archivetest.HasSubsystem) {
		want.Subsystem = pt.Subsystem
	}
	if has(archivetest.HasPrivate) {
		want.Secret = "secret"
	}
	if has(archivetest.HasReference) {
		want.Reference, want.Count, want.Values = pt.Reference, 0, ""
	}
	return cmp.Diff(want, have)
}

func TestPrivateRange(t *testing.T) {
	point := func(text string) archivetest.Point {
		return archivetest.Point{Type: archivetest.Log, Flags: archivetest.FromMain | archivetest.HasPrivate, Items: []archivetest.Item{archivetest.Private(text)}}
	}
	for _, spread := range []bool{false, true} {
		_, chunk, _, _ := nextChunk(archivetest.Page{Spread: spread, Points: []archivetest.Point{point("one"), point("second"), point("")}}.Bytes())
		pg, _ := readPage(chunk)
		var got []string
		for pt, ok := pg.next(); ok; pt, ok = pg.next() {
			var f fields
			pt.readLog(&f, false)
			got = append(got, string(pg.privateRange(f.privateAt, f.privateSize)))
		}
		if d := cmp.Diff([]string{"one", "second", ""}, got); d != "" {
			t.Errorf("spread %v: (-want +got)\n%s", spread, d)
		}
	}
	pg := page{private: make([]byte, 16)}
	for _, r := range [][2]uint16{{4096 - 17, 1}, {4096 - 16, 17}, {4096, 1}, {0, 4}, {0xffff, 0xffff}} {
		if got := pg.privateRange(r[0], r[1]); got != nil {
			t.Errorf("range %v gives %d bytes, want none", r, len(got))
		}
	}
}

func TestActivityAndTrace(t *testing.T) {
	tests := []struct {
		name string
		pt   archivetest.Point
		want string
	}{
		{"created", archivetest.Point{Type: archivetest.Activity, LogType: 1, Flags: archivetest.FromMain | archivetest.HasActivity | archivetest.HasUniquePID | archivetest.HasSubsystem, Activity: 3, Other: 4, New: 0x8000_0000_0000_0005}, "activity default 5, from 3, in 4"},
		{"created in the current", archivetest.Point{Type: archivetest.Activity, LogType: 1, Flags: archivetest.FromMain | archivetest.HasActivity, Activity: 3, New: 5}, "activity default 5, from 3, in 3"},
		{"created, alone", archivetest.Point{Type: archivetest.Activity, LogType: 1, Flags: archivetest.FromMain, New: 5}, "activity default 5, from 0, in 0"},
		{"user action", archivetest.Point{Type: archivetest.Activity, LogType: 3, Flags: archivetest.FromMain | archivetest.HasActivity, Activity: 3}, "user action default 3, from 0, in 0"},
		{"trace", archivetest.Point{Type: archivetest.Trace, Flags: archivetest.FromMain, Values: []uint64{7, 9}}, "trace default 0, from 0, in 0"},
		{"trace without values", archivetest.Point{Type: archivetest.Trace, Flags: archivetest.FromMain}, "trace default 0, from 0, in 0"},
		{"debug", archivetest.Point{Type: archivetest.Log, LogType: 2, Flags: archivetest.FromMain}, "log debug 0, from 0, in 0"},
		{"info", archivetest.Point{Type: archivetest.Log, LogType: 1, Flags: archivetest.FromMain}, "log info 0, from 0, in 0"},
		{"fault", archivetest.Point{Type: archivetest.Log, LogType: 0x11, Flags: archivetest.FromMain}, "log fault 0, from 0, in 0"},
	}
	for _, tt := range tests {
		tt.pt.Format, tt.pt.Time = notesStrings.At("sync begun"), 12*second
		a := stringsOnly()
		a.Traces = []archivetest.File{trace("Persist/1.tracev3", bootA, set(12*second, 12*second, pageOf(notes412, tt.pt)))}
		got := whole(t, a.Memory())
		if len(got) == 0 || got[0].Format != "sync begun" {
			t.Errorf("%s: %+v", tt.name, got)
			continue
		}
		if s := fmt.Sprintf("%s %s %d, from %d, in %d", got[0].Kind, got[0].Level, got[0].Activity, got[0].Creator, got[0].Parent); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, s, tt.want)
		}
		if tt.name == "trace" {
			want := []byte{0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 8, 9, 0, 0, 0, 0, 0, 0, 0}
			if d := cmp.Diff(Args{Items: want, Count: 2, Offset: 3600}, got[0].args); d != "" {
				t.Errorf("arguments: (-want +got)\n%s", d)
			}
		}
	}
}

// TestTrace compares with the traceID that log show prints: of a message of iOS 15 and of
// two of macOS that are published.
func TestTrace(t *testing.T) {
	for want, pt := range map[uint64]point{
		444438921084932: {kind: pointLog, flags: originShared.flag(), format: 0x19437},
		730831668842500: {kind: pointLog, logType: logTypeError, flags: flagActivity | flagSubsystem | originMain.flag(), format: 0x298b0},
		13353070231556:  {kind: pointLog, flags: flagPrivate | originMain.flag(), format: 0xc25},
	} {
		if got := pt.trace(); got != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
}

func (o origin) flag() uint16 { return uint16(o) }

// TestTTL: a message has the time to live of its page unless it has its own.
func TestTTL(t *testing.T) {
	a := stringsOnly()
	own := logPoint(notesStrings, "sync begun", 13*second)
	own.Flags |= archivetest.HasTTL
	page := archivetest.Page{First: notes412.First, Second: notes412.Second, Base: 12 * second, TTL: 7, Points: []archivetest.Point{logPoint(notesStrings, "sync begun", 12*second), own}}
	a.Traces = []archivetest.File{trace("Special/1.tracev3", bootA, set(12*second, 13*second, page.Bytes()))}
	var got []int
	for _, e := range whole(t, a.Memory())[:2] {
		got = append(got, e.TTL)
	}
	if d := cmp.Diff([]int{7, 14}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestSignpostsAreSkipped(t *testing.T) {
	a := stringsOnly()
	signpost := archivetest.Point{Type: archivetest.Signpost, LogType: 0x81, Flags: archivetest.FromMain | archivetest.HasSubsystem | archivetest.HasName, Time: 12 * second, Signpost: 4}
	dynamic := archivetest.Point{Type: archivetest.Log, Flags: archivetest.FromMain, Dynamic: true, Time: 13 * second, Items: []archivetest.Item{archivetest.Text("made up")}}
	a.Traces = []archivetest.File{trace("Signpost/1.tracev3", bootA, set(12*second, 13*second, pageOf(notes412, signpost, dynamic)))}
	got := slices.DeleteFunc(whole(t, a.Memory()), func(e Entry) bool { return e.Kind == KindClass })
	if len(got) == 0 || got[0].Format != "%s" || got[0].Class != Signpost {
		t.Errorf("%+v, want the message with its own format", got)
	}
}
