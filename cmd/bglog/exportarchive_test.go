package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// archiveOf makes a log archive of the messages of a text log.
func archiveOf(t *testing.T, log string) *archivetest.Archive {
	t.Helper()
	var records []parse.Record
	_, err := parse.String("log", log).Scan(context.Background(), parse.Options{}, func(batch []parse.Record) error {
		for _, r := range batch {
			r.Own()
			if r.Kind == parse.KindLog {
				records = append(records, r)
			}
		}
		return nil
	})
	if err != nil || len(records) == 0 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	s := newStore(records[0].Time.Micros())
	var sets []archivetest.Chunkset
	for part := range slices.Chunk(records, 50) {
		set := archivetest.Chunkset{Start: s.ticks(part[0].Time.Micros()), End: s.ticks(part[len(part)-1].Time.Micros())}
		for _, r := range part {
			process, page := s.page(&r)
			set.Processes = append(set.Processes, process)
			set.Subsystems = append(set.Subsystems, r.Subsystem)
			set.Chunks = append(set.Chunks, page)
		}
		sets = append(sets, set)
	}
	h := archivetest.Header{Num: 1, Den: 1, Continuous: 0, Seconds: s.begin / 1e6, MinutesWest: -120, Build: "23A341", Model: "iPhone18,1", Boot: archivetest.ID(1)}
	c := archivetest.Catalog{Processes: s.processes, Chunksets: sets}
	return &archivetest.Archive{
		Images:   s.images,
		Timesync: archivetest.Timesync(archivetest.Boot{ID: archivetest.ID(1), Num: 1, Den: 1, Wall: s.begin * 1000, MinutesWest: -120}),
		Traces:   []archivetest.File{{Path: "Persist/0000000000000001.tracev3", Data: slices.Concat(h.Bytes(), c.Bytes())}},
	}
}

// store gathers what the messages of an archive refer to.
type store struct {
	begin     int64 // of the boot, microseconds since 1970
	images    map[archivetest.UUID]archivetest.Strings
	ids       map[string]archivetest.UUID // of paths
	processes []archivetest.Process
}

func newStore(first int64) *store {
	return &store{begin: first - first%1e6 - 60e6, images: map[archivetest.UUID]archivetest.Strings{}, ids: map[string]archivetest.UUID{}}
}

// ticks is a time on a clock of nanoseconds.
func (s *store) ticks(micros int64) uint64 { return uint64(micros-s.begin) * 1000 }

func (s *store) image(path string) archivetest.UUID {
	id, ok := s.ids[path]
	if !ok {
		id = archivetest.ID(byte(10 + len(s.ids)))
		s.ids[path] = id
		s.images[id] = archivetest.Strings{Path: path, Ranges: []archivetest.Range{{Formats: []string{"unused"}}}}
	}
	return id
}

// process is the index of a process in the catalog.
func (s *store) process(name string, pid int) int {
	path := "/usr/libexec/" + name
	if name == "Notes" {
		path = "/private/var/containers/Bundle/Application/3C0B5A12-0000-4000-8000-000000000001/Notes.app/Notes"
	}
	main := s.image(path)
	for i, p := range s.processes {
		if p.Main == main && p.PID == uint32(pid) {
			return i
		}
	}
	s.processes = append(s.processes, archivetest.Process{First: uint64(pid), Second: uint32(len(s.processes)), PID: uint32(pid), Main: main, Persona: 0xffffffff})
	return len(s.processes) - 1
}

// logTypes are the levels as tracepoints have them.
var logTypes = map[parse.Level]byte{parse.LevelInfo: 1, parse.LevelDebug: 2, parse.LevelError: 0x10, parse.LevelFault: 0x11}

// page makes the chunk of one message, and tells its process.
func (s *store) page(r *parse.Record) (process int, chunk []byte) {
	process = s.process(r.Process, r.PID)
	p := &s.processes[process]
	at := s.ticks(r.Time.Micros())
	pt := archivetest.Point{
		Type: archivetest.Log, LogType: logTypes[r.Level], Flags: archivetest.FromMain, Dynamic: true, Thread: r.TID, Time: at,
		Items: []archivetest.Item{archivetest.Text(r.Message)},
	}
	if r.Image != "" {
		pt.Flags, pt.Image = archivetest.FromUUID, s.image("/System/Library/Frameworks/"+r.Image)
	}
	if r.Subsystem != "" {
		i := slices.IndexFunc(p.Senders, func(x archivetest.Sender) bool { return x.Subsystem == r.Subsystem && x.Category == r.Category })
		if i < 0 {
			i = len(p.Senders)
			p.Senders = append(p.Senders, archivetest.Sender{ID: uint16(i + 1), Subsystem: r.Subsystem, Category: r.Category})
		}
		pt.Flags |= archivetest.HasSubsystem
		pt.Subsystem = uint16(i + 1)
	}
	return process, archivetest.Page{First: p.First, Second: p.Second, Base: at, Points: []archivetest.Point{pt}}.Bytes()
}

// stored writes what the commands of the tests read: a log archive, the sysdiagnose that
// it is in, that one cut, and its only .tracev3 file.
func stored(t *testing.T, a *archivetest.Archive) {
	t.Helper()
	if err := a.WriteFolder("device.logarchive"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := a.WriteTarGz(&b, sysdiagnoseName); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"sys.tar.gz": b.Bytes(), "cut.tar.gz": b.Bytes()[:b.Len()*3/4], "bare.tracev3": a.Traces[0].Data} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// long makes a log of so many messages of one process.
func long(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "2026-06-09 14:%02d:%02d.%06d+0200 0x92f4     Default     0x0                  140    0    locationd: (CoreLocation) still here, number %d\n", i/60000%60, i/1000%60, i%1000*1000, i)
	}
	return b.String()
}
