// Package sqlite reads the rows of ordinary tables of SQLite 3 databases (the file
// format is described at https://www.sqlite.org/fileformat2.html, of which comments
// here name the sections). It reads only: no indexes, no queries, no write-ahead log.
// Databases may be cut off, damaged or made to do harm: every read is bounded by the
// size of the file.
package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Magic is what a database begins with (section 1.3.1).
const Magic = "SQLite format 3\x00"

// headerSize is that of the database header, bytes (section 1.3).
const headerSize = 100

// ErrDamaged is wrapped by errors about a part of a database that cannot be read; the
// rest of it can.
var ErrDamaged = errors.New("the database is damaged or cut off")

// DB is an open database.
type DB struct {
	r        io.ReaderAt
	size     int64 // of the file, bytes
	page     int   // size of a page, bytes
	usable   int   // of a page: without the reserved bytes at its end
	encoding encoding
	tables   []*Table

	// WriteAhead tells that the newest changes may be in a file of their own, the
	// write-ahead log, which is not read.
	WriteAhead bool
	// Cut tells that pages at the end are missing.
	Cut bool
	// Damage is what of the list of tables could not be read, nil: all of it could.
	Damage error
}

// Open reads the header of a database of that many bytes and the list of its tables.
func Open(r io.ReaderAt, size int64) (*DB, error) {
	var h [headerSize]byte
	if _, err := r.ReadAt(h[:], 0); err != nil || string(h[:len(Magic)]) != Magic {
		return nil, fmt.Errorf("no SQLite database: its header is missing: %w", ErrDamaged)
	}
	db := &DB{r: r, size: size, page: int(binary.BigEndian.Uint16(h[16:]))}
	if db.page == 1 { // section 1.3.2
		db.page = 1 << 16
	}
	if db.page < 512 || db.page&(db.page-1) != 0 {
		return nil, fmt.Errorf("an SQLite database with pages of %d bytes, expected a power of two from 512 to 65536: %w", db.page, ErrDamaged)
	}
	db.usable = db.page - int(h[20])
	if db.usable < minUsable {
		return nil, fmt.Errorf("an SQLite database with %d usable bytes in a page, expected %d or more: %w", db.usable, minUsable, ErrDamaged)
	}
	db.encoding = encoding(binary.BigEndian.Uint32(h[56:]))
	if db.encoding > utf16Big {
		return nil, fmt.Errorf("an SQLite database with texts of encoding %d, expected 1 to 3: %w", db.encoding, ErrDamaged)
	}
	db.WriteAhead = h[18] == writeAhead || h[19] == writeAhead
	// the number of pages counts only if it was written with the last change (section 1.3.7)
	if pages := int64(binary.BigEndian.Uint32(h[28:])); string(h[24:28]) == string(h[92:96]) {
		db.Cut = pages*int64(db.page) > size
	}
	db.Damage = db.readSchema()
	if db.Damage != nil && len(db.tables) == 0 {
		return nil, db.Damage
	}
	return db, nil
}

const (
	// minUsable bytes of a page the format promises (section 1.3.4).
	minUsable = 480
	// writeAhead is the version of a file whose changes are written ahead (section 1.3.3).
	writeAhead = 2
)

// Table finds a table by its name; nil when there is none, or none that can be read.
func (db *DB) Table(name string) *Table {
	for _, t := range db.tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// Tables lists the tables that can be read.
func (db *DB) Tables() []*Table { return db.tables }
