// Package sqlitetest writes small SQLite databases for tests, as the file format wants
// them (https://www.sqlite.org/fileformat2.html).
package sqlitetest

import (
	"cmp"
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// Database is what to write.
type Database struct {
	PageSize   int // bytes; 0: 4096
	Reserved   int // bytes at the end of each page
	Encoding   int // of texts: 1 UTF-8, 2 UTF-16 little-endian, 3 UTF-16 big-endian; 0: 1
	WriteAhead bool
	Tables     []Table
}

// Table is a table of it.
type Table struct {
	Name string
	SQL  string // CREATE TABLE …
	// Rows have ids from 1 on. Values are nil, int, float64, string or []byte; that of
	// an INTEGER PRIMARY KEY is nil.
	Rows [][]any
}

// Bytes is the file.
func (d Database) Bytes() []byte {
	w := &writer{size: cmp.Or(d.PageSize, 4096), encoding: cmp.Or(d.Encoding, 1), pages: [][]byte{nil}}
	w.usable = w.size - d.Reserved
	var schema [][]any
	for _, t := range d.Tables {
		schema = append(schema, []any{"table", t.Name, t.Name, w.table(t.Rows), t.SQL})
	}
	w.schema(schema)
	h := w.pages[0]
	copy(h, "SQLite format 3\x00")
	binary.BigEndian.PutUint16(h[16:], uint16(w.size))
	if w.size == 1<<16 {
		binary.BigEndian.PutUint16(h[16:], 1)
	}
	h[18], h[19] = 1, 1
	if d.WriteAhead {
		h[18], h[19] = 2, 2
	}
	h[20], h[21], h[22], h[23] = byte(d.Reserved), 64, 32, 32
	binary.BigEndian.PutUint32(h[24:], 1) // change counter
	binary.BigEndian.PutUint32(h[28:], uint32(len(w.pages)))
	binary.BigEndian.PutUint32(h[44:], 4) // of the schema's format
	binary.BigEndian.PutUint32(h[56:], uint32(w.encoding))
	binary.BigEndian.PutUint32(h[92:], 1)
	binary.BigEndian.PutUint32(h[96:], 3_040_000)
	var file []byte
	for _, p := range w.pages {
		file = append(file, p...)
	}
	return file
}

type writer struct {
	size, usable, encoding int
	pages                  [][]byte
}

// cell is what a page holds of a row, or of the page below.
type cell struct {
	data []byte
	id   int // of the row, or of the last one below
}

// table writes a table and returns its root page.
func (w *writer) table(rows [][]any) int {
	level := w.pack(w.leaves(rows), 0x0d, w.size-8, false)
	for len(level) > 1 {
		level = w.pack(level, 0x05, w.size-12, false)
	}
	return int(binary.BigEndian.Uint32(level[0].data))
}

// schema writes the table of tables, whose root is the first page.
func (w *writer) schema(rows [][]any) {
	cells, kind := w.leaves(rows), byte(0x0d)
	for w.fits(cells, kind, w.size-108) < len(cells) {
		cells, kind = w.pack(cells, kind, w.size-108, false), 0x05
	}
	w.pack(cells, kind, w.size-108, true)
}

// leaves makes the cells of rows, and the overflow pages that they need.
func (w *writer) leaves(rows [][]any) []cell {
	cells := make([]cell, len(rows))
	for i, row := range rows {
		cells[i] = cell{w.leaf(i+1, w.record(row)), i + 1}
	}
	return cells
}

func (w *writer) leaf(id int, payload []byte) []byte {
	b := append(varint(uint64(len(payload))), varint(uint64(id))...)
	local := len(payload)
	if most := w.usable - 35; local > most {
		least := (w.usable-12)*32/255 - 23
		if local = least + (len(payload)-least)%(w.usable-4); local > most {
			local = least
		}
	}
	b = append(b, payload[:local]...)
	if rest := payload[local:]; len(rest) > 0 {
		b = binary.BigEndian.AppendUint32(b, uint32(len(w.pages)+1))
		for len(rest) > 0 {
			page := make([]byte, w.size)
			n := copy(page[4:w.usable], rest)
			if rest = rest[n:]; len(rest) > 0 {
				binary.BigEndian.PutUint32(page, uint32(len(w.pages)+2))
			}
			w.pages = append(w.pages, page)
		}
	}
	return b
}

// fits is how many cells there is room for on a page.
func (w *writer) fits(cells []cell, kind byte, room int) int {
	room -= w.size - w.usable
	if kind == 0x05 {
		room -= 4
	}
	n := 0
	for n < len(cells) {
		if room -= len(cells[n].data) + 2; room < 0 {
			break
		}
		n++
	}
	return n
}

// pack writes cells to pages and returns the cells that point to these.
func (w *writer) pack(cells []cell, kind byte, room int, first bool) []cell {
	var above []cell
	for done := false; !done; {
		n := w.fits(cells, kind, room)
		if kind == 0x05 && len(cells)-n == 1 {
			n-- // an interior page needs a cell beside the pointer in its header
		}
		here, last := cells[:n], 0
		page, number, from := make([]byte, w.size), len(w.pages)+1, 0
		if first {
			number, from = 1, 100
			w.pages[0] = page
		} else {
			w.pages = append(w.pages, page)
		}
		h := page[from:]
		h[0] = kind
		at, pointer := w.usable, 8
		if kind == 0x05 {
			pointer = 12
			last = 1
			copy(h[8:12], here[n-1].data[:4])
		}
		for _, c := range here[:n-last] {
			at -= len(c.data)
			copy(page[at:], c.data)
			binary.BigEndian.PutUint16(h[pointer:], uint16(at))
			pointer += 2
		}
		binary.BigEndian.PutUint16(h[3:], uint16(n-last))
		binary.BigEndian.PutUint16(h[5:], uint16(at))
		id := 0
		if n > 0 {
			id = here[n-1].id
		}
		above = append(above, cell{append(binary.BigEndian.AppendUint32(nil, uint32(number)), varint(uint64(id))...), id})
		cells = cells[n:]
		done = len(cells) == 0
	}
	return above
}

// record makes the bytes of a row.
func (w *writer) record(row []any) []byte {
	var types, body []byte
	for _, v := range row {
		t, b := w.value(v)
		types, body = append(types, varint(t)...), append(body, b...)
	}
	size := len(types) + 1
	if size > 127 {
		size++ // of the varint that tells it
	}
	return append(append(varint(uint64(size)), types...), body...)
}

// value is a value's serial type and bytes.
func (w *writer) value(v any) (uint64, []byte) {
	switch v := v.(type) {
	case int:
		switch {
		case v == 0 || v == 1:
			return uint64(8 + v), nil
		case v >= math.MinInt8 && v <= math.MaxInt8:
			return 1, []byte{byte(v)}
		case v >= math.MinInt16 && v <= math.MaxInt16:
			return 2, binary.BigEndian.AppendUint16(nil, uint16(v))
		case v >= math.MinInt32 && v <= math.MaxInt32:
			return 4, binary.BigEndian.AppendUint32(nil, uint32(v))
		}
		return 6, binary.BigEndian.AppendUint64(nil, uint64(v))
	case float64:
		return 7, binary.BigEndian.AppendUint64(nil, math.Float64bits(v))
	case string:
		b := w.text(v)
		return uint64(13 + 2*len(b)), b
	case []byte:
		return uint64(12 + 2*len(v)), v
	}
	return 0, nil
}

func (w *writer) text(s string) []byte {
	if w.encoding == 1 {
		return []byte(s)
	}
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if w.encoding == 2 {
			b = binary.LittleEndian.AppendUint16(b, u)
		} else {
			b = binary.BigEndian.AppendUint16(b, u)
		}
	}
	return b
}

// varint writes a variable-length integer of less than 57 bits.
func varint(v uint64) []byte {
	b := []byte{byte(v & 0x7f)}
	for v >>= 7; v > 0; v >>= 7 {
		b = append([]byte{byte(v&0x7f) | 0x80}, b...)
	}
	return b
}
