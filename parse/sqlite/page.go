package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Kinds of pages of table b-trees (section 1.6).
const (
	interiorPage = 0x05
	leafPage     = 0x0d
)

// maxDepth is how deep a b-tree may be: SQLite's own limit (BTCURSOR_MAX_DEPTH).
const maxDepth = 20

// walk goes through the rows of one table.
type walk struct {
	db      *DB
	seen    []uint64 // pages of the b-tree, by number: a page belongs to one place of it
	budget  int64    // bytes of rows that a sound table may still have
	payload []byte   // of the row at hand, and a page of it: both are used again
	page    []byte
	row     func(rowid int64, payload []byte) error
	lost    int   // pages and rows that cannot be read
	first   error // why the first of them cannot
}

// rows calls row for each row of the b-tree that begins on a page, in the order of
// their ids; the payload is valid until row returns, and an error of row ends it. What
// cannot be read is passed over and told at the end.
func (db *DB) rows(root uint32, row func(rowid int64, payload []byte) error) error {
	w := &walk{db: db, seen: make([]uint64, db.size/int64(db.page)/64+1), budget: db.size, page: make([]byte, db.page), row: row}
	if err := w.tree(root, 0); err != nil {
		return err
	}
	if w.lost == 0 {
		return nil
	}
	return fmt.Errorf("%d of its pages or rows cannot be read, the first because %w: %w", w.lost, w.first, ErrDamaged)
}

// skip notes a page or row that cannot be read.
func (w *walk) skip(format string, args ...any) {
	w.lost++
	if w.first == nil {
		w.first = fmt.Errorf(format, args...)
	}
}

// enter reports whether the walk has not been on that page, and notes that it was.
func (w *walk) enter(page uint32) bool {
	at, bit := page/64, uint64(1)<<(page%64)
	if int(at) >= len(w.seen) || w.seen[at]&bit != 0 {
		return false
	}
	w.seen[at] |= bit
	return true
}

// read fills b with a page; the first has number 1.
func (db *DB) read(page uint32, b []byte) error {
	if page == 0 || (int64(page)-1)*int64(db.page) >= db.size {
		return fmt.Errorf("page %d is not in the file", page)
	}
	n, err := db.r.ReadAt(b, (int64(page)-1)*int64(db.page))
	if n < len(b) {
		if err == nil || errors.Is(err, io.EOF) {
			err = errors.New("the file ends in it")
		}
		return fmt.Errorf("page %d cannot be read: %w", page, err)
	}
	return nil
}

// tree goes through the subtree below a page.
func (w *walk) tree(page uint32, depth int) error {
	if depth > maxDepth || !w.enter(page) {
		w.skip("page %d is in the tree twice, outside the file or too deep in it", page)
		return nil
	}
	b := make([]byte, w.db.page)
	if err := w.db.read(page, b); err != nil {
		w.skip("%w", err)
		return nil
	}
	h := b // the header of the page
	if page == 1 {
		h = b[headerSize:]
	}
	kind, cells := h[0], int(binary.BigEndian.Uint16(h[3:]))
	size := 8 // of the header
	if kind == interiorPage {
		size = 12
	}
	if kind != interiorPage && kind != leafPage || size+2*cells > len(h) {
		w.skip("page %d is of no table", page)
		return nil
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(h[size+2*i:]))
		if at >= w.db.usable || at < headerSize && page == 1 {
			w.skip("a cell of page %d lies outside it", page)
			continue
		}
		cell := b[at:w.db.usable]
		switch {
		case kind == leafPage:
			if err := w.leaf(page, cell); err != nil {
				return err
			}
		case len(cell) < 4:
			w.skip("a cell of page %d is cut off", page)
		default:
			if err := w.tree(binary.BigEndian.Uint32(cell), depth+1); err != nil {
				return err
			}
		}
	}
	if kind == interiorPage {
		return w.tree(binary.BigEndian.Uint32(h[8:]), depth+1)
	}
	return nil
}

// maxRow bounds the bytes of one row. Rows that bglog wants have hundreds.
const maxRow = 1 << 20

// leaf hands a row on.
func (w *walk) leaf(page uint32, cell []byte) error {
	size, n := varint(cell)
	rowid, m := varint(cell[n:])
	if n == 0 || m == 0 {
		w.skip("a row of page %d is cut off", page)
		return nil
	}
	cell = cell[n+m:]
	// before the bytes are read: a damaged size must not cost anything
	if size > maxRow || int64(size) > w.budget {
		w.skip("a row of page %d claims %d bytes", page, size)
		return nil
	}
	w.budget -= max(int64(size), 1)
	payload, err := w.whole(cell, int(size))
	if err != nil {
		w.skip("a row of page %d: %w", page, err)
		return nil
	}
	return w.row(int64(rowid), payload)
}

// whole puts a payload together of what is in the cell and on overflow pages (sections
// 1.6 and 1.7).
func (w *walk) whole(cell []byte, size int) ([]byte, error) {
	usable := w.db.usable
	local := size
	if most := usable - 35; size > most {
		least := (usable-12)*32/255 - 23
		if local = least + (size-least)%(usable-4); local > most {
			local = least
		}
	}
	if local > len(cell) {
		return nil, errors.New("it is cut off")
	}
	if local == size {
		return cell[:size], nil
	}
	if len(cell) < local+4 {
		return nil, errors.New("it is cut off")
	}
	w.payload = append(w.payload[:0], cell[:local]...)
	next := binary.BigEndian.Uint32(cell[local:])
	for len(w.payload) < size {
		if err := w.db.read(next, w.page); err != nil {
			return nil, err
		}
		next = binary.BigEndian.Uint32(w.page)
		w.payload = append(w.payload, w.page[4:min(usable, 4+size-len(w.payload))]...)
	}
	return w.payload, nil
}

// varint reads a variable-length integer: seven bits in each byte, the most significant
// first, eight in the ninth (section 1.6); n is 0 when it is cut off.
func varint(b []byte) (v uint64, n int) {
	for n < len(b) {
		c := b[n]
		n++
		if n == 9 {
			return v<<8 | uint64(c), n
		}
		v = v<<7 | uint64(c&0x7f)
		if c < 0x80 {
			return v, n
		}
	}
	return 0, 0
}
