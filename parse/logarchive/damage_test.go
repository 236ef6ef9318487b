package logarchive

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// notesOf reads and returns the notes in words, and how many messages there were.
func notesOf(t *testing.T, a *archivetest.Archive) (words []string, messages int) {
	t.Helper()
	rows, s := read(t, a.Memory(), Options{})
	for _, n := range s.Notes {
		words = append(words, n.String())
	}
	for _, r := range rows {
		if r.Kind == "log" {
			messages++
		}
	}
	return words, messages
}

func TestNotes(t *testing.T) {
	good := set(10*second, 11*second, pageOf(dasd, logPoint(dasdStrings, "Policies read", 10*second)))
	packed := func(p archivetest.Packing) archivetest.Chunkset { c := good; c.Pack = p; return c }
	one := trace("Persist/1.tracev3", bootA, good)
	two := trace("Persist/1.tracev3", bootA, good, good)
	spoilt := func(at int, with ...byte) archivetest.File {
		b := slices.Clone(one.Data)
		copy(b[at:], with)
		return archivetest.File{Path: one.Path, Data: b}
	}
	stranger := dasd
	stranger.First = 1
	tests := []struct {
		name     string
		change   func(*archivetest.Archive)
		file     archivetest.File
		want     []string
		messages int
	}{
		{"nothing", nil, one, nil, 1},
		{"cut", nil, archivetest.File{Path: one.Path, Data: two.Data[:len(two.Data)-20]}, []string{"Persist/1.tracev3 is cut off: what came before was read"}, 1},
		{"cut in a preamble", nil, archivetest.File{Path: one.Path, Data: append(slices.Clone(one.Data), 1, 2, 3)}, []string{"Persist/1.tracev3 is cut off: what came before was read"}, 1},
		{"unused room", nil, archivetest.File{Path: one.Path, Data: append(slices.Clone(one.Data), make([]byte, 4096)...)}, nil, 1},
		{"size wraps around", nil, spoilt(8, 0xf0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), []string{"Persist/1.tracev3 is cut off: what came before was read"}, 0},
		{"old layout", nil, spoilt(4, 0x10), []string{"Persist/1.tracev3: 1 chunk was left out: layout of macOS 10.12.0, expected that of later systems (subtag 0x11)"}, 0},
		{"time base", nil, spoilt(20, 0), []string{"Persist/1.tracev3: 1 chunk was left out: time base 125/0, expected numbers above 0"}, 0},
		{"catalog", nil, spoilt(224+18, 0xff, 0xff), []string{"Persist/1.tracev3: 2 chunks were left out: catalog tables at 64, 65535 and 256 of 296 bytes, expected them in this order"}, 0},
		{"lzfse", nil, trace("Persist/1.tracev3", bootA, packed(archivetest.LZFSE), good), []string{"Persist/1.tracev3: 1 chunk was left out: compressed with LZFSE, which bglog does not read"}, 1},
		{"unknown chunk", nil, archivetest.File{Path: one.Path, Data: append(slices.Clone(one.Data), archivetest.Chunk(0x7777, 0, nil)...)}, []string{"Persist/1.tracev3: 1 chunk was left out: chunk of type 0x7777, expected a header, a catalog or a chunkset"}, 1},
		{"chunkset without a catalog entry", nil, archivetest.File{Path: one.Path, Data: append(slices.Clone(one.Data), archivetest.Chunk(0x600d, 0, nil)...)}, []string{"Persist/1.tracev3: 1 chunk was left out: chunkset at 664 is not in its catalog"}, 1},
		{"unknown process", nil, trace("Persist/1.tracev3", bootA, set(0, 1, pageOf(stranger, logPoint(dasdStrings, "Policies read", 1)))), []string{"1 message is of processes that the catalogs do not list"}, 1},
		{"no timesync", func(a *archivetest.Archive) { a.Timesync = nil }, one, []string{"1 boot has no timesync records: wall times of them are approximate"}, 1},
		{"damaged timesync", func(a *archivetest.Archive) { a.Timesync = a.Timesync[:60] }, one, []string{"timesync/0000000000000001.timesync was not read: no boot or sync record at 48 of 60 bytes"}, 1},
		{"no strings", func(a *archivetest.Archive) { a.Images = nil }, one, []string{"the uuidtext file of image 0AB61060-0000-0000-0000-00000000000A is missing: 1 message has no text"}, 1},
		{"no cache", func(a *archivetest.Archive) { a.Caches = nil }, trace("Persist/1.tracev3", bootA, set(20*second, 33*second, origins()...)), []string{"the dsc file of shared cache 14B61060-0000-0000-0000-000000000014 is missing: 2 messages have no text"}, 6},
		{"predicate", func(a *archivetest.Archive) {
			a.Info = archivetest.Info(5, archivetest.TimeRef{}, nil, `process == "dasd"`)
		}, one, []string{"the archive was collected with a predicate: it lacks everything else"}, 1},
		{"damaged Info.plist", func(a *archivetest.Archive) { a.Info = []byte("bplist00") }, one, []string{"Info.plist was not read"}, 1},
		{"writer failed", func(a *archivetest.Archive) {
			a.Extra = []archivetest.File{{Path: "oslog_archive_error.log", Data: []byte("OSLogCreateArchive timed out\n")}}
		}, one, []string{"the archive is incomplete, its writer said: OSLogCreateArchive timed out"}, 1},
		{"AppleDouble", func(a *archivetest.Archive) {
			a.Extra = []archivetest.File{{Path: "Persist/._1.tracev3", Data: []byte("Mac OS X")}}
		}, one, nil, 1},
	}
	for _, tt := range tests {
		a := stringsOnly()
		a.Traces = []archivetest.File{tt.file}
		if tt.change != nil {
			tt.change(a)
		}
		got, messages := notesOf(t, a)
		for i, w := range tt.want {
			if i < len(got) && strings.HasPrefix(got[i], w) {
				got[i] = w // a library's words may follow
			}
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, d)
		}
		if messages != tt.messages {
			t.Errorf("%s: %d messages, want %d", tt.name, messages, tt.messages)
		}
	}
}

func TestOversize(t *testing.T) {
	refers := logPoint(notesStrings, "sync %s done", 20*second)
	refers.Flags |= archivetest.HasReference
	refers.Reference = 5
	chunk := func(text string) []byte {
		return archivetest.Oversize(notes412.First, notes412.Second, 19*second, 5, []archivetest.Item{archivetest.Text(text), archivetest.Private("hidden")})
	}
	other := archivetest.Oversize(dasd.First, dasd.Second, 19*second, 5, []archivetest.Item{archivetest.Text("not mine")})
	before := trace("Persist/1.tracev3", bootA, set(19*second, 19*second, chunk("elsewhere")))
	tests := []struct {
		name   string
		traces []archivetest.File
		want   string
		lost   int
	}{
		{"same chunkset", []archivetest.File{trace("Persist/2.tracev3", bootA, set(19*second, 20*second, chunk("here"), pageOf(notes412, refers)))}, "here", 0},
		{"earlier chunkset", []archivetest.File{trace("Persist/2.tracev3", bootA, set(19*second, 19*second, chunk("earlier"), other), set(20*second, 20*second, pageOf(notes412, refers)))}, "earlier", 0},
		{"other file", []archivetest.File{before, trace("Persist/2.tracev3", bootA, set(20*second, 20*second, pageOf(notes412, refers)))}, "elsewhere", 0},
		{"newest", []archivetest.File{trace("Persist/2.tracev3", bootA, set(19*second, 19*second, chunk("old"), chunk("new")), set(20*second, 20*second, pageOf(notes412, refers)))}, "new", 0},
		{"missing", []archivetest.File{trace("Persist/2.tracev3", bootA, set(20*second, 20*second, other, pageOf(notes412, refers)))}, "", 1},
	}
	for _, tt := range tests {
		a := stringsOnly()
		a.Traces = tt.traces
		got := whole(t, a.Memory())[0]
		if string(got.args.Values) != tt.want || (tt.want != "") != (string(got.args.Private) == "hidden") {
			t.Errorf("%s: values %q, private %q, want %q", tt.name, got.args.Values, got.args.Private, tt.want)
		}
		_, s := read(t, a.Memory(), Options{})
		lost := 0
		for _, n := range s.Notes {
			if n.Kind == NoteNoArguments {
				lost = n.Count
			}
		}
		if lost != tt.lost {
			t.Errorf("%s: %d without arguments, want %d", tt.name, lost, tt.lost)
		}
	}
}

func TestOversizeIsBounded(t *testing.T) {
	var s oversizeStore
	big := oversize{values: make([]byte, 1<<16)}
	for i := range uint32(2000) {
		s.add(oversizeKey{reference: i}, big)
	}
	if s.size > maxOversize || len(s.kept) != len(s.age) {
		t.Errorf("%d bytes in %d kept, %d in order", s.size, len(s.kept), len(s.age))
	}
	if _, ok := s.find(oversizeKey{reference: 1999}); !ok {
		t.Error("the newest is gone")
	}
}

// TestTimesOutside has messages outside the times of their chunkset: they come at its
// ends, whatever else is unpacked meanwhile.
func TestTimesOutside(t *testing.T) {
	a := stringsOnly()
	a.Traces = []archivetest.File{
		trace("Persist/1.tracev3", bootA, set(20*second, 21*second, pageOf(dasd, logPoint(dasdStrings, "Policies read", 5*second), logPoint(dasdStrings, "Policies read", 45*second)))),
		trace("Special/1.tracev3", bootA, set(6*second, 40*second, pageOf(notes412, logPoint(notesStrings, "note saved", 6*second), logPoint(notesStrings, "note saved", 40*second)))),
	}
	rows, _ := read(t, a.Memory(), Options{})
	var got []int64
	for _, r := range rows {
		if r.Kind == "log" {
			got = append(got, r.At)
		}
	}
	if d := cmp.Diff([]int64{6, 5, 45, 40}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestPersonas(t *testing.T) {
	p := dasd
	p.Persona = 1000
	c := archivetest.Catalog{
		Processes: []archivetest.Process{p, notes412}, Personas: []archivetest.Persona{{ID: 1000, Type: 2, UUID: "5B6C4E0B-0000-4000-8000-00000000A001"}},
		Chunksets: []archivetest.Chunkset{set(10*second, 10*second, pageOf(p, logPoint(dasdStrings, "Policies read", 10*second)))},
	}
	a := stringsOnly()
	a.Traces = []archivetest.File{{Path: "Persist/1.tracev3", Data: slices.Concat(headerOf(bootA, 0).Bytes(), c.Bytes())}}
	rows, _ := read(t, a.Memory(), Options{})
	if len(rows) == 0 || rows[0].Message != "Policies read" {
		t.Errorf("%v, want the message of a catalog with personas", rows)
	}
}
