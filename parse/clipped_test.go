package parse

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// clippedRow is what a shortened header gives.
type clippedRow struct {
	Clock             string
	Zone              bool
	Level             Level
	Process           string
	PID               int
	TID               uint64
	Image, Subsystem  string
	Category, Message string
}

func TestClipped(t *testing.T) {
	for line, want := range map[string]clippedRow{
		"06:16:19.599  runningboardd  Received":                               {Clock: "06:16:19.599", Process: "runningboardd", PID: NoPID, Message: "Received"},
		"06:16:19 dasd Received it":                                           {Clock: "06:16:19.000", Process: "dasd", PID: NoPID, Message: "Received it"},
		"06:16:19 Received it":                                                {Clock: "06:16:19.000", PID: NoPID, Message: "Received it"},
		"06:16:19 Warning: late":                                              {Clock: "06:16:19.000", PID: NoPID, Message: "Warning: late"},
		"06:16:19 Notes\tlate":                                                {Clock: "06:16:19.000", Process: "Notes", PID: NoPID, Message: "late"},
		"06:16:19 broker [Notes:24424] Forcing":                               {Clock: "06:16:19.000", Process: "broker", PID: NoPID, Message: "[Notes:24424] Forcing"},
		"06:16:19 broker [Notes flush] Forcing":                               {Clock: "06:16:19.000", PID: NoPID, Message: "broker [Notes flush] Forcing"},
		"06:16:19.123456+0200 Notes flushed":                                  {Clock: "06:16:19.123", Zone: true, Process: "Notes", PID: NoPID, Message: "flushed"},
		"06:16:19 +0200 Notes flushed":                                        {Clock: "06:16:19.000", Zone: true, PID: NoPID, Message: "Notes flushed"},
		"18:12:32:176 Notes[886:367181] x":                                    {Clock: "18:12:32.176", Process: "Notes", PID: 886, TID: 367181, Message: "x"},
		"2019-11-28 18:12:32:176 Field Notes[886:367181] [Sync] x":            {Clock: "18:12:32.176", Process: "Field Notes", PID: 886, TID: 367181, Category: "Sync", Message: "x"},
		"2020-10-03 17:59:10.458176+0100 Notes[6908:6483411]\n [access] This": {Clock: "17:59:10.458", Zone: true, Process: "Notes", PID: 6908, TID: 6483411, Category: "access", Message: "This"},
		"17:59:10.458 Df Notes[6908:6483]":                                    {Clock: "17:59:10.458", Level: LevelDefault, Process: "Notes", PID: 6908, TID: 0x6483},
		"17:59:10.458 E  Notes[6908:64a3] [com.apple.UIKit:BackgroundTask] x": {Clock: "17:59:10.458", Level: LevelError, Process: "Notes", PID: 6908, TID: 0x64a3,
			Subsystem: "com.apple.UIKit", Category: "BackgroundTask", Message: "x"},
		"error 17:59:10.458 Notes flushed":                        {Clock: "17:59:10.458", Level: LevelError, Process: "Notes", PID: NoPID, Message: "flushed"},
		"default  \u2026 14:14:16.316165 \u2026  dasd ":           {Clock: "14:14:16.316", Level: LevelDefault, Process: "dasd", PID: NoPID},
		"14:14:16.316 ... Error 0x0 312 8 dasd: (Duet) [a.b:c] x": {Clock: "14:14:16.316", Level: LevelError, Process: "dasd", PID: NoPID, Image: "Duet", Subsystem: "a.b", Category: "c", Message: "x"},
		"Mar  5 10:00:00 my-phone kernel[0]: x":                   {Clock: "10:00:00.000", Process: "kernel", PID: 0, Message: "x"},
		"runningboardd(RunningBoard)[33] <Error>: x":              {Level: LevelError, Process: "runningboardd", PID: 33, Image: "RunningBoard", Message: "x"},
		"SpringBoard: x":  {Process: "SpringBoard", PID: NoPID, Message: "x"},
		"Notes[12:345] x": {Process: "Notes", PID: 12, TID: 345, Message: "x"},
		"launchd: [gui/501/com.example.notes [7]:] exited": {Process: "launchd", PID: NoPID, Subsystem: "gui/501/com.example.notes [7]", Message: "exited"},
	} {
		var rec Record
		rec.PID = NoPID
		if !clipped.starts([]byte(line)) || !clipped.record([]byte(line), &rec) {
			t.Errorf("%q: no header", line)
			continue
		}
		got := clippedRow{"", rec.stamp.zone, rec.Level, rec.Process, rec.PID, rec.TID, rec.Image, rec.Subsystem, rec.Category, rec.Message}
		if rec.stamp.clock {
			got.Clock = time.UnixMicro(rec.stamp.us).UTC().Format("15:04:05.000")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
	for _, line := range []string{
		"", "dasd", "dasd said so", "dasd:x", "Notes: x", "Notes[12] x", "Task <A>[12:34] x", "two words[12:34] x", "12 13 14 15 16 17 18 19 20 21",
		"default", "error error", "12:00", "(x)[1:2] y", "Notes[1:2", "Notes[x:2] y",
	} {
		if clipped.starts([]byte(line)) {
			t.Errorf("%q is taken for a header", line)
		}
	}
}

func TestReadMeta(t *testing.T) {
	var m metaFields
	for line, want := range map[string]Record{
		"Type: Error | Timestamp: 2026-01-12 21:27:56.5-05:00 | Process: Notes | Library: Notes | Subsystem: a.b | Category: c | TID: 0xb1": {
			PID: NoPID, Level: LevelError, Process: "Notes", Subsystem: "a.b", Category: "c", TID: 0xb1},
		"Timestamp: 2026-01-12 21:27:56.5+0500":                        {PID: NoPID},
		"Process: Notes [12] | Library: UIKitCore | Category:  | ":     {PID: 12, Process: "Notes", Image: "UIKitCore"},
		"Type:  | PID: 7 | Thread ID: 12 | Activity ID: 1 | Source: x": {PID: 7},
		"TID: 0x1":    {PID: NoPID, TID: 1},
		"Type: Fault": {PID: NoPID, Level: LevelFault},
	} {
		rec := Record{PID: NoPID}
		if !readMeta([]byte(line), &m) {
			t.Errorf("%q: no metadata", line)
			continue
		}
		m.fill(&rec)
		rec.stamp = stamp{}
		if diff := cmp.Diff(want, rec, cmp.AllowUnexported(Record{}, stamp{}, Time{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
	for _, line := range []string{
		"", "Process: Notes [12]", "Category: x", "Type: Sideways", "Type: Error | Reason: x", "Type: Error | Type: Fault", "Timestamp: yesterday",
		"Type: Error | x", "Subsystem: a.b |", "Timestamp: 2026-01-12 21:27:56.5+0500 x",
	} {
		if readMeta([]byte(line), &m) {
			t.Errorf("%q is taken for metadata", line)
		}
	}
}
