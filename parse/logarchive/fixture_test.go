package logarchive

import (
	"context"
	"slices"
	"testing"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// The invented device of the tests: an arm64 phone, started at bootWall.
const (
	second   = 24_000_000 // ticks of 125/3 ns
	bootWall = 1_772_445_600_000_000_000
)

var (
	bootA, bootB       = archivetest.ID(1), archivetest.ID(2)
	dasdID, notesID    = archivetest.ID(10), archivetest.ID(11)
	helperID           = archivetest.ID(12) // a library outside the shared cache
	cacheID            = archivetest.ID(20)
	uikitID, networkID = archivetest.ID(21), archivetest.ID(22)
)

const (
	dasdPath  = "/usr/libexec/dasd"
	notesPath = "/private/var/containers/Bundle/Application/NOTES/Notes.app/Notes"
)

var (
	dasdStrings   = archivetest.Strings{Path: dasdPath, Ranges: []archivetest.Range{{Offset: 0x8000, Formats: []string{"Policies read", "Submitted %{public}@"}}}}
	notesStrings  = archivetest.Strings{Path: notesPath, Ranges: []archivetest.Range{{Offset: 0x100, Formats: []string{"note saved"}}, {Offset: 0x4000, Formats: []string{"sync %s done", "sync begun"}}}}
	helperStrings = archivetest.Strings{Path: "/private/var/containers/Bundle/Application/NOTES/Notes.app/Frameworks/Helper.framework/Helper", Ranges: []archivetest.Range{{Offset: 0x200, Formats: []string{"helper ready"}}}}
	uikitStrings  = archivetest.Strings{Path: "/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore", Ranges: []archivetest.Range{{Offset: 0x1000, Formats: []string{"scene ready"}}}}
	networkText   = archivetest.Strings{Path: "/System/Library/Frameworks/CFNetwork.framework/CFNetwork", Ranges: []archivetest.Range{{Offset: 0x180000000, Formats: []string{"task resumed"}}}}
)

func cache() archivetest.Cache {
	return archivetest.Cache{Version: 2, Images: []archivetest.CachedImage{
		{ID: uikitID, Text: 0x10000, Size: 0x8000, Strings: uikitStrings},
		{ID: networkID, Text: 0x200000000, Size: 0x10000, Strings: networkText},
	}}
}

func headerOf(boot archivetest.UUID, ticks uint64) archivetest.Header {
	return archivetest.Header{
		Num: 125, Den: 3, Continuous: ticks, Seconds: bootWall/1e9 + int64(ticks/second), Micros: 250_000,
		MinutesWest: -60, Build: "23A341", Model: "iPhone18,1", Boot: boot,
	}
}

var dasd = archivetest.Process{
	First: 100, Second: 201, PID: 104, Main: dasdID, Cache: cacheID, Persona: 0xffffffff,
	Senders: []archivetest.Sender{{ID: 3, Subsystem: "com.apple.duetactivityscheduler", Category: "default"}},
}

var notes412 = archivetest.Process{
	First: 300, Second: 401, PID: 412, Main: notesID, Cache: cacheID, Persona: 0xffffffff,
	Loaded:  []archivetest.Loaded{{Start: 0x1_0300_0000, Size: 0x4000, Image: helperID}},
	Senders: []archivetest.Sender{{ID: 1, Subsystem: "com.example.notes", Category: "sync"}},
}

// stringsOnly returns an archive without messages.
func stringsOnly() *archivetest.Archive {
	return &archivetest.Archive{
		Images: map[archivetest.UUID]archivetest.Strings{dasdID: dasdStrings, notesID: notesStrings, helperID: helperStrings},
		Caches: map[archivetest.UUID]archivetest.Cache{cacheID: cache()},
		Timesync: archivetest.Timesync(
			archivetest.Boot{ID: bootA, Num: 125, Den: 3, Wall: bootWall, MinutesWest: -60, Syncs: []archivetest.Sync{
				{Ticks: 10 * second, Wall: bootWall + 10e9 + 500, MinutesWest: -60},
				{Ticks: 50 * second, Wall: bootWall + 3650e9, MinutesWest: -60},
			}},
			archivetest.Boot{ID: bootB, Num: 125, Den: 3, Wall: bootWall + 9000e9, MinutesWest: -60, Daylight: true},
		),
	}
}

// logPoint makes a message of the executable.
func logPoint(s archivetest.Strings, format string, ticks uint64) archivetest.Point {
	return archivetest.Point{Type: archivetest.Log, Flags: archivetest.FromMain, Format: s.At(format), Thread: 0x77, Time: ticks, PC: 0x10}
}

// pageOf makes a firehose chunk of a process.
func pageOf(p archivetest.Process, points ...archivetest.Point) []byte {
	return archivetest.Page{First: p.First, Second: p.Second, Base: points[0].Time, Points: points}.Bytes()
}

// set makes a chunkset of both processes.
func set(from, to uint64, chunks ...[]byte) archivetest.Chunkset {
	return archivetest.Chunkset{Start: from, End: to, Processes: []int{0, 1}, Chunks: chunks}
}

// trace makes a file with one catalog of both processes.
func trace(path string, boot archivetest.UUID, sets ...archivetest.Chunkset) archivetest.File {
	c := archivetest.Catalog{Processes: []archivetest.Process{dasd, notes412}, Chunksets: sets}
	return archivetest.File{Path: path, Data: slices.Concat(headerOf(boot, 5*second).Bytes(), c.Bytes())}
}

// row is what tests compare of an entry.
type row struct {
	At      int64 // seconds of wall time since bootWall
	Kind    string
	Process string
	Image   string
	Message string
}

func read(t testing.TB, m Memory, opts Options) ([]row, *Summary) {
	t.Helper()
	a, err := Open(m)
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	s, err := Read(context.Background(), a, opts, func(e *Entry) error {
		rows = append(rows, row{(e.Wall - bootWall) / 1e9, e.Kind.String(), e.Process, e.Image, e.Message()})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, s
}

// whole takes all entries with their fields.
func whole(t testing.TB, m Memory) []Entry {
	t.Helper()
	a, err := Open(m)
	if err != nil {
		t.Fatal(err)
	}
	var out []Entry
	_, err = Read(context.Background(), a, Options{}, func(e *Entry) error {
		c := *e
		c.args.Items, c.args.Values, c.args.Private = slices.Clone(e.args.Items), slices.Clone(e.args.Values), slices.Clone(e.args.Private)
		out = append(out, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
