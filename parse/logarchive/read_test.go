package logarchive

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// origins makes chunks with a message of each origin.
func origins() [][]byte {
	shared := archivetest.Point{Type: archivetest.Log, Flags: archivetest.FromShared, Format: 0x1000, Time: 21 * second, PC: 0x10040}
	large := archivetest.Point{Type: archivetest.Log, LogType: 0x10, Flags: archivetest.FromLarge | archivetest.HasHigh, Format: 0x180000000, Time: 22 * second, PC: 0x200000400}
	loaded := archivetest.Point{Type: archivetest.Log, Flags: archivetest.FromAddress, Format: 0x200, Time: 23 * second, PC: 0x1_0300_0010}
	byID := archivetest.Point{Type: archivetest.Log, Flags: archivetest.FromUUID, Image: helperID, Format: 0x200, Time: 24 * second, PC: 0x10}
	return [][]byte{
		pageOf(notes412, shared, large, loaded, byID), pageOf(notes412, logPoint(notesStrings, "note saved", 30*second)),
		archivetest.Simpledump(dasd.First, dasd.Second, 0, 33*second, 9, dasdID, "com.apple.duetactivityscheduler", "simply said"),
		archivetest.Statedump(dasd.First, dasd.Second, 33*second),
	}
}

// scene is an archive with messages of every origin in three files and two boots.
func scene() *archivetest.Archive {
	a := stringsOnly()
	saved := logPoint(notesStrings, "note saved", 30*second)
	lost := archivetest.Point{Type: archivetest.Loss, Time: 31 * second, Raw: archivetest.LossData(30*second, 31*second, 63)}
	a.Traces = []archivetest.File{
		trace("logdata.LiveData.tracev3", bootA, set(30*second, 60*second, pageOf(notes412, saved, lost), pageOf(dasd, logPoint(dasdStrings, "Policies read", 60*second)))),
		trace("Persist/0000000000000001.tracev3", bootA,
			archivetest.Chunkset{Start: 20 * second, End: 33 * second, Processes: []int{0, 1}, Subsystems: []string{"com.apple.duetactivityscheduler"}, Chunks: origins()},
			set(10*second, 25*second, pageOf(dasd, logPoint(dasdStrings, "Policies read", 10*second), logPoint(dasdStrings, "Policies read", 25*second)))),
		trace("Special/0000000000000002.tracev3", bootB, set(1*second, 2*second, pageOf(dasd, logPoint(dasdStrings, "Policies read", 2*second)))),
	}
	a.Info = archivetest.Info(5, archivetest.TimeRef{Boot: bootB, Ticks: 3 * second}, map[string]archivetest.TimeRef{
		"Persist": {Boot: bootA, Ticks: 10 * second}, "Live": {Boot: bootA, Ticks: 30 * second},
	}, "")
	return a
}

var sceneRows = []row{
	{10, "log", "dasd", "", "Policies read"},
	{21, "log", "Notes", "UIKitCore", "scene ready"},
	{22, "log", "Notes", "CFNetwork", "task resumed"},
	{23, "log", "Notes", "Helper", "helper ready"},
	{24, "log", "Notes", "Helper", "helper ready"},
	{25, "log", "dasd", "", "Policies read"},
	{30, "class", "", "", "=== log class: in-memory begins"},
	{30, "log", "Notes", "", "note saved"},
	{31, "loss", "Notes", "", "lost >=63 unreliable messages from 720000000-744000000 (Mach continuous exact start-approx. end)"},
	{33, "log", "dasd", "", "simply said"},
	{3650, "clock", "", "", "=== system wallclock time adjusted"},
	{3660, "log", "dasd", "", "Policies read"},
	{9000, "boot", "", "", "=== system boot: 02B61060-0000-0000-0000-000000000002"},
	{9002, "log", "dasd", "", "Policies read"},
}

func TestRead(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		rows, s := read(t, scene().Memory(), Options{Workers: workers})
		if d := cmp.Diff(sceneRows, rows); d != "" {
			t.Errorf("%d workers: (-want +got)\n%s", workers, d)
		}
		want := &Summary{
			Entries: 14, Seen: 12, Chunksets: 4, Boots: []UUID{UUID(bootA), UUID(bootB)}, Build: "23A341", Model: "iPhone18,1", Version: 5,
			Oldest: [Loose]int64{Persist: bootWall + 10e9 + 500, Live: bootWall + 30e9 + 500}, End: bootWall + 9003e9,
			Notes: []Note{{Kind: NoteRepeated, Count: 1}},
		}
		if d := cmp.Diff(want, s); d != "" {
			t.Errorf("%d workers: (-want +got)\n%s", workers, d)
		}
	}
}

func TestReadFolder(t *testing.T) {
	root := t.TempDir()
	if err := scene().WriteFolder(root); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(root, "Persist", "0000000000000009.tracev3")
	if err := os.Symlink(filepath.Join(root, "logdata.LiveData.tracev3"), link); err != nil {
		t.Fatal(err)
	}
	a, err := Open(Folder(root))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	if _, err := Read(context.Background(), a, Options{}, func(*Entry) error { n++; return nil }); err != nil || n != len(sceneRows) {
		t.Errorf("%d entries, %v; want %d", n, err, len(sceneRows))
	}
	// the file alone, its strings from elsewhere
	a, err = Open(File(filepath.Join(root, "logdata.LiveData.tracev3")), Folder(root+"/timesync/.."))
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Files(); len(got) != 4 {
		t.Errorf("files %q, want the three of the folder and the one given", got)
	}
}

func TestReadBare(t *testing.T) {
	live := scene().Traces[0]
	rows, s := read(t, Memory{"x.tracev3": live.Data}, Options{})
	want := []row{
		{30, "log", "", "", "<compose failure [0BB61060-0000-0000-0000-00000000000B]>"},
		{31, "loss", "", "", sceneRows[8].Message},
		{60, "log", "", "", "<compose failure [0AB61060-0000-0000-0000-00000000000A]>"},
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	notes := []Note{
		{Kind: NoteNoTimesync, Count: 1},
		{Kind: NoteNoStrings, Subject: UUID(dasdID).String(), Count: 1},
		{Kind: NoteNoStrings, Subject: UUID(notesID).String(), Count: 1},
	}
	if d := cmp.Diff(notes, s.Notes); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestEntryFields(t *testing.T) {
	got := whole(t, scene().Memory())[2]
	want := Entry{
		Kind: KindLog, Level: LevelError, Class: Persist, Boot: UUID(bootA), Continuous: 22e9, Ticks: 22 * second, Wall: bootWall + 22e9 + 500, Offset: 3600,
		PID: 412, UID: 501, ProcessUUID: UUID(notesID), Process: "Notes", ProcessPath: notesPath, Image: "CFNetwork", ImagePath: networkText.Path, ImageUUID: UUID(networkID), ImageOffset: 0x400,
		Format: "task resumed", Trace: 0x2c1004, File: "Persist/0000000000000001.tracev3",
	}
	got.At, got.Place = 0, 0
	if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Entry{}), cmpopts.IgnoreFields(Entry{}, "FormatNote")); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestWindow(t *testing.T) {
	at := func(s int64) time.Time { return time.Unix(0, bootWall+s*1e9) }
	tests := []struct {
		name         string
		since, until time.Time
		from, to     int // of sceneRows
		skipped      int
	}{
		{"all", time.Time{}, time.Time{}, 0, 14, 0},
		{"since", at(31), time.Time{}, 8, 14, 1},
		{"until", time.Time{}, at(30), 0, 6, 2},
		{"between", at(3000), at(3655), 10, 11, 3},
	}
	for _, tt := range tests {
		rows, s := read(t, scene().Memory(), Options{Since: tt.since, Until: tt.until})
		if d := cmp.Diff(sceneRows[tt.from:tt.to], rows); d != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, d)
		}
		if s.Skipped != tt.skipped {
			t.Errorf("%s: %d chunksets skipped, want %d", tt.name, s.Skipped, tt.skipped)
		}
	}
}

// searching is a Filter that looks into messages.
type searching struct{ *Table }

func (searching) Process([]byte) bool { return true }

func (s searching) Origin(process, image, subsystem []byte) (wanted, search bool) {
	wanted, _ = s.Table.Origin(process, image, subsystem)
	return wanted, !wanted
}

func (searching) Literals([]byte) [][]byte { return nil }

func (searching) Search(process, message []byte) bool {
	return string(process) == "Notes" && string(message) == "note saved"
}

// telling is one that tells what it looks for.
type telling struct {
	searching
	literals [][]byte
}

func (f telling) Literals([]byte) [][]byte { return f.literals }

func TestFilter(t *testing.T) {
	set := func(names ...string) map[string]bool {
		m := map[string]bool{}
		for _, n := range names {
			m[n] = true
		}
		return m
	}
	tests := []struct {
		name    string
		want    Filter
		rows    []int // of sceneRows, without the markers
		skipped int
	}{
		{"process", &Table{Processes: set("dasd")}, []int{0, 5, 9, 11, 13}, 0},
		{"library", &Table{Images: set("CFNetwork")}, []int{2, 8}, 0},
		{"subsystem", &Table{Subsystems: set("com.apple.duetactivityscheduler")}, []int{9}, 3},
		{"nothing", &Table{}, nil, 4},
		{"search", searching{&Table{Images: set("Helper")}}, []int{3, 4, 7, 8}, 0},
		{"search for literals", telling{searching{&Table{Images: set("Helper")}}, [][]byte{[]byte("note saved")}}, []int{3, 4, 7, 8}, 0},
	}
	for _, tt := range tests {
		rows, s := read(t, scene().Memory(), Options{Want: tt.want})
		var want []row
		for i, r := range sceneRows {
			keep := r.Kind == "clock" || r.Kind == "boot" || r.Kind == "class"
			for _, k := range tt.rows {
				keep = keep || k == i
			}
			if keep {
				want = append(want, r)
			}
		}
		if d := cmp.Diff(want, rows); d != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, d)
		}
		if s.Skipped != tt.skipped {
			t.Errorf("%s: %d chunksets skipped, want %d", tt.name, s.Skipped, tt.skipped)
		}
	}
}

func TestAnnotate(t *testing.T) {
	a, _ := Open(Memory(scene().Memory()))
	n := 0
	_, err := Read(context.Background(), a, Options{Annotate: func(e *Entry) { e.Note = e.Message() }}, func(e *Entry) error {
		if n++; e.Note != e.Message() {
			t.Errorf("note %q, want %q", e.Note, e.Message())
		}
		return nil
	})
	if err != nil || n != len(sceneRows) {
		t.Errorf("%d entries, %v", n, err)
	}
}

func TestReadStops(t *testing.T) {
	a, _ := Open(Memory(scene().Memory()))
	enough := errors.New("enough")
	if _, err := Read(context.Background(), a, Options{}, func(*Entry) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("error %v, want that of emit", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, a, Options{}, func(*Entry) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	empty, _ := Open(Memory{"timesync/1.timesync": nil})
	if _, err := Read(context.Background(), empty, Options{}, nil); err == nil {
		t.Error("an archive without a log file is no error")
	}
}

// TestWindowOfExtent asks for a time that is told by the archive's end.
func TestWindowOfExtent(t *testing.T) {
	all, _ := read(t, scene().Memory(), Options{})
	var begin, end time.Time
	rows, _ := read(t, scene().Memory(), Options{Want: &Table{}, Window: func(first, last time.Time) (since, until time.Time) {
		begin, end = first, last
		return last.Add(-time.Second), time.Time{}
	}})
	if len(rows) > 0 {
		t.Errorf("%v, want nothing of what is not wanted", rows)
	}
	seconds := func(t time.Time) int64 { return t.Sub(time.Unix(0, bootWall)).Nanoseconds() / 1e9 }
	if seconds(begin) != all[0].At || seconds(end) != all[len(all)-1].At {
		t.Errorf("from %d to %d s, want %d to %d", seconds(begin), seconds(end), all[0].At, all[len(all)-1].At)
	}
	rows, _ = read(t, scene().Memory(), Options{Window: func(_, last time.Time) (since, until time.Time) { return last, time.Time{} }})
	if d := cmp.Diff(all[len(all)-1:], rows); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
