package sqlite

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Table is a table with rows of its own.
type Table struct {
	Name    string
	Columns []string // in the order of its definition

	root   uint32
	stored []int // the place of each column in records, -1: in none
	rowid  int   // the column that is the row's id, which records leave out; -1: none
}

// maxTables bounds the tables of a database; a PowerLog has 450.
const maxTables = 10_000

// readSchema lists the tables: the rows of the table that begins on the first page
// (section 2.6).
func (db *DB) readSchema() error {
	fields := []int{0, 1, 3, 4} // of type, name, tbl_name, rootpage, sql
	values := make([]Value, len(fields))
	err := db.rows(1, func(_ int64, record []byte) error {
		if err := db.encoding.decode(record, fields, values); err != nil || values[0].Text() != "table" {
			return nil // what it would have been is missing below
		}
		root, ok := values[2].Int()
		if !ok || root <= 0 || root > 1<<32-1 { // virtual tables have none
			return nil
		}
		t := define(values[3].Text())
		if t == nil {
			return nil
		}
		t.Name, t.root = values[1].Text(), uint32(root)
		if db.tables = append(db.tables, t); len(db.tables) >= maxTables {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return fmt.Errorf("list of tables: %w", err)
	}
	return nil
}

// errEnough ends a walk.
var errEnough = errors.New("enough")

// Rows calls row with the values of those columns of each row, in the order of their
// ids; the values are valid until row returns, and an error of row ends it. Columns that
// the table lacks are NULL. Of a damaged table it reads what can be read; the error,
// which then wraps ErrDamaged, comes last.
func (db *DB) Rows(t *Table, columns []string, row func(values []Value) error) error {
	fields := make([]int, len(columns))
	ids := make([]bool, len(columns))
	for i, c := range columns {
		fields[i] = -1
		if at := t.column(c); at >= 0 {
			fields[i], ids[i] = t.stored[at], at == t.rowid
		}
	}
	values := make([]Value, len(columns))
	bad := 0
	err := db.rows(t.root, func(id int64, record []byte) error {
		if err := db.encoding.decode(record, fields, values); err != nil {
			bad++
			return nil
		}
		for i := range ids {
			if ids[i] {
				values[i] = Value{kind: integer, bits: uint64(id)}
			}
		}
		return row(values)
	})
	switch {
	case err != nil:
		return fmt.Errorf("table %s: %w", t.Name, err)
	case bad > 0:
		return fmt.Errorf("table %s: %d of its rows cannot be read: %w", t.Name, bad, ErrDamaged)
	}
	return nil
}

// Has reports whether the table has a column of that name.
func (t *Table) Has(column string) bool { return t.column(column) >= 0 }

// column finds a column: names of SQL do not tell cases apart.
func (t *Table) column(name string) int {
	return slices.IndexFunc(t.Columns, func(c string) bool { return strings.EqualFold(c, name) })
}
