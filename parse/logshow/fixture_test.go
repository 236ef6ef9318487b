package logshow_test

import (
	"slices"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// The invented device of the tests: an arm64 phone, started at bootWall.
const (
	second   = 24_000_000 // ticks of 125/3 ns
	bootWall = 1_772_445_600_000_000_000
)

var (
	bootA, bootB     = archivetest.ID(1), archivetest.ID(2)
	kernelID         = archivetest.ID(9)
	dasdID, notesID  = archivetest.ID(10), archivetest.ID(11)
	strangerID       = archivetest.ID(12) // whose uuidtext file is missing
	cacheID, uikitID = archivetest.ID(20), archivetest.ID(21)
)

var (
	kernelStrings = archivetest.Strings{Path: "/kernel", Ranges: []archivetest.Range{{Offset: 0x10, Formats: []string{"wake reason: %s"}}}}
	dasdStrings   = archivetest.Strings{Path: "/usr/libexec/dasd", Ranges: []archivetest.Range{{Offset: 0x8000, Formats: []string{"Submitted %{public}@", "%s", ""}}}}
	notesStrings  = archivetest.Strings{
		Path:   "/private/var/containers/Bundle/Application/NOTES/Field Notes.app/Field Notes",
		Ranges: []archivetest.Range{{Offset: 0x4000, Formats: []string{"sync \"%s\" of a/b done\nin %d steps", "Save the draft", "tapped", "traced"}}},
	}
	uikitStrings = archivetest.Strings{Path: "/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore", Ranges: []archivetest.Range{{Offset: 0x1000, Formats: []string{"Will add backgroundTask with taskName: %s"}}}}
)

var processes = []archivetest.Process{
	{First: 1, Second: 2, PID: 0, Main: kernelID, Persona: 0xffffffff},
	{First: 100, Second: 201, PID: 104, Main: dasdID, Cache: cacheID, Persona: 0xffffffff, Senders: []archivetest.Sender{
		{ID: 3, Subsystem: "com.apple.duetactivityscheduler", Category: "lifecycle(activityGroup)"},
		{ID: 4, Subsystem: "com.apple.log"},
	}},
	{First: 300, Second: 401, PID: 41_200, Main: notesID, Cache: cacheID, Persona: 0xffffffff, Senders: []archivetest.Sender{
		{ID: 1, Subsystem: "com.apple.UIKit", Category: "BackgroundTask"},
	}},
	{First: 500, Second: 601, PID: 512, Main: strangerID, Persona: 0xffffffff},
}

// point makes a message of the executable, at seconds since the boot.
func point(s archivetest.Strings, format string, seconds float64, items ...archivetest.Item) archivetest.Point {
	return archivetest.Point{
		Type: archivetest.Log, Flags: archivetest.FromMain, Format: s.At(format), Thread: 0x77, Time: uint64(seconds * second), PC: 0x10, Items: items,
	}
}

// page makes a firehose chunk of a process.
func page(process int, points ...archivetest.Point) []byte {
	p := processes[process]
	return archivetest.Page{First: p.First, Second: p.Second, Base: points[0].Time, TTL: 14, Points: points}.Bytes()
}

// text logs what is said as it is.
func text(seconds float64, said string) archivetest.Point {
	pt := point(dasdStrings, "%s", seconds, archivetest.Text(said))
	pt.LogType, pt.Thread = 2, 0x1_2345_6789_abcd
	return pt
}

func trace(path string, boot archivetest.UUID, from, to uint64, chunks ...[]byte) archivetest.File {
	h := archivetest.Header{Num: 125, Den: 3, Continuous: 5 * second, Seconds: bootWall/1e9 + 5, MinutesWest: 210, Build: "23A341", Model: "iPhone18,1", Boot: boot}
	c := archivetest.Catalog{Processes: processes, Chunksets: []archivetest.Chunkset{{Start: from, End: to, Processes: []int{0, 1, 2, 3}, Chunks: chunks}}}
	return archivetest.File{Path: path, Data: slices.Concat(h.Bytes(), c.Bytes())}
}

// scene is an archive with an entry of every kind.
func scene() *archivetest.Archive {
	submitted := point(dasdStrings, "Submitted %{public}@", 20.000001, archivetest.Item{Type: 0x42, Text: "com.example.notes.refresh:4935F4"})
	submitted.Flags |= archivetest.HasSubsystem | archivetest.HasActivity
	submitted.Subsystem, submitted.Activity = 3, 0x8000_0000_0000_2711
	bare := point(dasdStrings, "Submitted %{public}@", 20.5, archivetest.Item{Type: 0x42, Text: "nothing"})
	bare.Flags |= archivetest.HasSubsystem
	bare.LogType, bare.Subsystem = 0x11, 4
	synced := point(notesStrings, "sync \"%s\" of a/b done\nin %d steps", 21, archivetest.Text("C:\\notes\té \U0001F5D2"), archivetest.Int(3))
	synced.LogType = 1
	created := archivetest.Point{
		Type: archivetest.Activity, LogType: 1, Flags: archivetest.FromMain | archivetest.HasActivity, Format: notesStrings.At("Save the draft"),
		Thread: 0x77, Time: 19 * second, Activity: 0x2710, New: 0x8000_0000_0000_2711,
	}
	tapped := created
	tapped.LogType, tapped.Format, tapped.Time = 3, notesStrings.At("tapped"), 22*second
	traced := archivetest.Point{Type: archivetest.Trace, Flags: archivetest.FromMain, Format: notesStrings.At("traced"), Thread: 0x77, Time: 22.5 * second}
	held := archivetest.Point{
		Type: archivetest.Log, LogType: 0x10, Flags: archivetest.FromLarge | archivetest.HasSubsystem, Format: 0x1000, Thread: 0x78, Time: 23 * second,
		PC: 0x10400, Subsystem: 1, Items: []archivetest.Item{archivetest.Private("")},
	}
	library := held
	library.Flags, library.LogType, library.Time = archivetest.FromLarge, 0, 24*second
	lost := archivetest.Point{Type: archivetest.Loss, Thread: 0x77, Time: 25 * second, Raw: archivetest.LossData(24*second, 25*second, 63)}
	kernel := point(kernelStrings, "wake reason: %s", 30, archivetest.Text("lid"))
	stranger := point(kernelStrings, "wake reason: %s", 31)
	return &archivetest.Archive{
		Images: map[archivetest.UUID]archivetest.Strings{kernelID: kernelStrings, dasdID: dasdStrings, notesID: notesStrings},
		Caches: map[archivetest.UUID]archivetest.Cache{cacheID: {Version: 2, Images: []archivetest.CachedImage{{ID: uikitID, Text: 0x10000, Size: 0x8000, Strings: uikitStrings}}}},
		Timesync: archivetest.Timesync(
			archivetest.Boot{ID: bootA, Num: 125, Den: 3, Wall: bootWall, MinutesWest: 210, Syncs: []archivetest.Sync{
				{Ticks: 10 * second, Wall: bootWall + 10e9 + 500, MinutesWest: 210},
				{Ticks: 50 * second, Wall: bootWall + 3650e9, MinutesWest: -60, Daylight: true},
			}},
			archivetest.Boot{ID: bootB, Num: 125, Den: 3, Wall: bootWall + 9000e9, MinutesWest: -60, Daylight: true},
		),
		Traces: []archivetest.File{
			trace("Persist/0000000000000001.tracev3", bootA, 19*second, 60*second,
				page(2, created), page(1, submitted, bare), page(2, synced, tapped, traced, held, library, lost), page(0, kernel), page(3, stranger),
				page(1, text(55, "quoted \"/\\\" \x01\b\f\r and \u2028"), text(56, "[Notes:412] begins with a bracket"), point(dasdStrings, "", 57))),
			trace("Special/0000000000000003.tracev3", bootA, 15*second, 15*second, page(1, text(15, "kept for long"))),
			trace("Persist/0000000000000002.tracev3", bootB, 12*second, 12*second, page(1, text(12, "after the boot"))),
		},
	}
}
