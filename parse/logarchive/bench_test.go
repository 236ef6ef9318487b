package logarchive

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// busy is an archive of about 8 MB as a phone writes it: many processes in each
// chunkset, two thirds of the format strings in the shared cache.
func busy() *archivetest.Archive {
	a := stringsOnly()
	r := rand.New(rand.NewPCG(3, 4))
	var processes []archivetest.Process
	for i := range uint64(40) {
		p := dasd
		p.First, p.Second, p.PID, p.Main = i+1, uint32(i+1), uint32(50+i), archivetest.ID(byte(100+i))
		p.Senders = []archivetest.Sender{{ID: 1, Subsystem: fmt.Sprintf("com.example.service%d", i), Category: "default"}}
		a.Images[p.Main] = archivetest.Strings{Path: fmt.Sprintf("/usr/libexec/service%d", i), Ranges: []archivetest.Range{{Offset: 0, Formats: []string{"state is %d for %s"}}}}
		processes = append(processes, p)
	}
	var data []byte
	ticks := uint64(10 * second)
	for range 90 {
		c := archivetest.Catalog{Processes: processes}
		for range 6 {
			s := archivetest.Chunkset{Start: ticks}
			for range 15 {
				i := r.IntN(len(processes))
				var points []archivetest.Point
				for len(points) < 32 {
					ticks += uint64(r.IntN(20_000))
					pt := archivetest.Point{
						Type: archivetest.Log, Flags: archivetest.FromShared | archivetest.HasSubsystem, Format: 0x1000, Thread: r.Uint64() & 0xfffff,
						Time: ticks, PC: 0x10000 + uint64(r.IntN(200))*4, Subsystem: 1,
						Items: []archivetest.Item{archivetest.Int(r.Uint32()), archivetest.Text(fmt.Sprintf("%x-%x", r.Uint64(), r.Uint64()))},
					}
					if len(points)%3 == 0 {
						pt.Flags, pt.Format = archivetest.FromMain|archivetest.HasSubsystem, 0
					}
					points = append(points, pt)
				}
				s.Processes = append(s.Processes, i)
				s.Chunks = append(s.Chunks, pageOf(processes[i], points...))
			}
			s.End = ticks
			c.Chunksets = append(c.Chunksets, s)
		}
		data = append(data, c.Bytes()...)
	}
	a.Traces = []archivetest.File{{Path: "Persist/1.tracev3", Data: append(headerOf(bootA, 10*second).Bytes(), data...)}}
	return a
}

// BenchmarkRead reads with one worker; MB are those of the .tracev3 file.
func BenchmarkRead(b *testing.B) {
	m := Memory(busy().Memory())
	some := map[string]bool{}
	for i := range 6 { // 15 of 100 messages
		some[fmt.Sprintf("service%d", i)] = true
	}
	for _, bm := range []struct {
		name    string
		want    Filter
		compose bool
	}{
		{"all composed", nil, true},
		{"all", nil, false},
		{"six of forty processes", &Table{Processes: some}, true},
		{"one of forty processes", &Table{Processes: map[string]bool{"service7": true}}, true},
		{"a library", &Table{Images: map[string]bool{"CFNetwork": true}}, true},
		{"nothing", &Table{}, true},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.SetBytes(int64(len(m["Persist/1.tracev3"])))
			b.ReportAllocs()
			var text []byte
			for b.Loop() {
				a, err := Open(m)
				if err != nil {
					b.Fatal(err)
				}
				_, err = Read(context.Background(), a, Options{Workers: 1, Want: bm.want}, func(e *Entry) error {
					if bm.compose {
						text = e.AppendMessage(text[:0])
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
