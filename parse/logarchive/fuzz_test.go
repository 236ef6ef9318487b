package logarchive

import (
	"bytes"
	"context"
	"runtime"
	"slices"
	"testing"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// tail64 are eight bytes of a size with which a walk that wraps around never ends.
var tail64 = []byte{0xf0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// FuzzRead reads a file of anything beside good strings: no panic, an end, no more
// memory than some times the input.
func FuzzRead(f *testing.F) {
	for _, t := range scene().Traces {
		f.Add(t.Data)
		f.Add(t.Data[:len(t.Data)/2])
		f.Add(append(slices.Clone(t.Data[:8]), tail64...)) // a chunk's size wraps around
		for at := 224; at < min(len(t.Data), 700); at += 60 {
			b := slices.Clone(t.Data)
			copy(b[at:], tail64)
			f.Add(b)
		}
	}
	others := stringsOnly().Memory()
	f.Fuzz(func(t *testing.T, b []byte) {
		m := Memory{"Persist/1.tracev3": b}
		for name, data := range others {
			m[name] = data
		}
		a, err := Open(m)
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		entries, text := 0, 0
		s, err := Read(context.Background(), a, Options{Workers: 1}, func(e *Entry) error {
			entries++
			text += len(e.Message())
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		// of one byte LZ4 can make ten tracepoints, each a record of some 250 bytes
		if used, most := after.TotalAlloc-before.TotalAlloc, uint64(8<<20+len(b)*8<<10+2*text); used > most {
			t.Errorf("%d bytes allocated for %d, want at most %d", used, len(b), most)
		}
		if s.Seen > maxPoints(len(b)) {
			t.Errorf("%d messages in %d bytes", s.Seen, len(b))
		}
	})
}

// maxPoints is how many tracepoints n bytes of a file can be unpacked to.
func maxPoints(n int) int { return n*lz4Ratio/pointHead + 1 }

func FuzzStrings(f *testing.F) {
	f.Add(notesStrings.Bytes(), uint64(0x4000))
	f.Add(cache().Bytes(), uint64(0x180000000))
	c := cache()
	c.Version = 1
	f.Add(c.Bytes(), uint64(0x1000))
	f.Fuzz(func(t *testing.T, b []byte, off uint64) {
		im, d := openImage(b), openCache(b)
		if r, ok := findRange(im.ranges, off); ok && len(readFormat(im.file, r, off).text) > len(b) {
			t.Error("a string longer than its file")
		}
		if r, ok := findRange(d.ranges, off); ok && len(readFormat(d.located, r, off).text) > len(b) {
			t.Error("a string longer than its file")
		}
		newTexts().cached(d, d.imageAt(off))
	})
}

func FuzzTimesync(f *testing.F) {
	f.Add(stringsOnly().Timesync, uint64(7*second), uint64(1<<60))
	f.Fuzz(func(t *testing.T, b []byte, from, to uint64) {
		clocks := map[UUID]*clock{}
		var order []*clock
		readTimesync(b, clocks, &order)
		for _, c := range order {
			c.settle()
			from, to := min(from, to), max(from, to)
			low, high := c.bounds(from, to)
			for _, ticks := range []uint64{from, to} {
				if w, _ := c.wall(ticks); w < low || w > high {
					t.Errorf("wall %d at %d is not between %d and %d", w, ticks, low, high)
				}
			}
			c.steps()
		}
	})
}

func FuzzCatalog(f *testing.F) {
	for _, file := range scene().Traces {
		_, chunk, _, _ := nextChunk(file.Data[224:])
		f.Add(chunk, uint32(subtagModern))
	}
	f.Fuzz(func(t *testing.T, b []byte, subtag uint32) {
		c, err := readCatalog(b, subtag)
		if err != nil {
			return
		}
		for i := range c.processes {
			c.process(c.processes[i].id)
			c.processes[i].sender(1, &senderNames{})
			c.processes[i].imageAt(5)
		}
	})
}

func FuzzDecompress(f *testing.F) {
	for name, content := range contents() {
		if len(content) > 4000 {
			content = content[:4000]
		}
		f.Add(archivetest.PackBitmap(content, true), uint32(algorithmBitmap), uint32(len(content)))
		f.Add(archivetest.PackBitmap(content, false), uint32(algorithmBitmapFast), uint32(len(content)))
		f.Add([]byte("bv41\x10\x00\x00\x00\x02\x00\x00\x00"+name), uint32(algorithmLZ4), uint32(16))
	}
	f.Fuzz(func(t *testing.T, b []byte, algorithm, size uint32) {
		var buf []byte
		got, _ := decompress(&buf, b, algorithm, size)
		if len(got) > int(size) || cap(buf) > max(len(b)*lz4Ratio, 0) {
			t.Errorf("%d bytes, room for %d, of %d that say %d", len(got), cap(buf), len(b), size)
		}
	})
}

func FuzzPage(f *testing.F) {
	for _, chunk := range origins() {
		f.Add(chunk)
	}
	f.Add(bytes.Repeat([]byte{0xff}, 4112))
	f.Fuzz(func(t *testing.T, b []byte) {
		pg, ok := readPage(b)
		if !ok {
			return
		}
		for pt, ok := pg.next(); ok; pt, ok = pg.next() {
			var f fields
			for _, is32 := range []bool{false, true} {
				pt.readLog(&f, is32)
				f.split()
				pg.privateRange(f.privateAt, f.privateSize)
				pt.readActivity(&f, is32)
				pt.readTrace(&f, is32, nil)
			}
			pt.readLoss()
		}
		readOversize(b)
		readSimpledump(b)
	})
}
