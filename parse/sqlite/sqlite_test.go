package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse/sqlite/sqlitetest"
)

func open(t *testing.T, file []byte) *DB {
	t.Helper()
	db, err := Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// shown writes a value so that its kind can be seen.
func shown(v Value) string {
	if n, ok := v.Int(); ok {
		return fmt.Sprint(n)
	}
	if f, ok := v.Float(); ok {
		return fmt.Sprintf("%gf", f)
	}
	if v.Null() {
		return "NULL"
	}
	return fmt.Sprintf("%q", v.Text())
}

// rowsOf reads columns of a table.
func rowsOf(t *testing.T, db *DB, table string, columns ...string) (rows []string, err error) {
	t.Helper()
	found := db.Table(table)
	if found == nil {
		t.Fatalf("no table %s", table)
	}
	err = db.Rows(found, columns, func(values []Value) error {
		var row []string
		for _, v := range values {
			row = append(row, shown(v))
		}
		rows = append(rows, strings.Join(row, " "))
		return nil
	})
	return rows, err
}

// TestValues: every kind of value, in every encoding and with bytes reserved, comes back.
func TestValues(t *testing.T) {
	values := [][]any{
		{nil, 0, 1.5, "Zürich 😀", []byte{0, 1}},
		{nil, 1, nil, "", nil},
		{nil, -1, -0.25, nil, []byte{}},
		{nil, 127, 3.0, "x", nil},
		{nil, -32768, math.MaxFloat64, "x", nil},
		{nil, math.MaxInt32, 0.0, "x", nil},
		{nil, math.MinInt64, 1e-300, "x", nil},
		{nil, 1 << 40, 2.0},
	}
	want := []string{
		`1 0 1.5f "Zürich 😀" "\x00\x01"`, `2 1 NULL "" NULL`, `3 -1 -0.25f NULL ""`, `4 127 3 "x" NULL`, `5 -32768 1.7976931348623157e+308f "x" NULL`,
		`6 2147483647 0 "x" NULL`, `7 -9223372036854775808 1e-300f "x" NULL`, `8 1099511627776 2 NULL NULL`,
	}
	for _, size := range []int{512, 4096, 65536} {
		for _, reserved := range []int{0, 32} {
			for encoding := 1; encoding <= 3; encoding++ {
				file := sqlitetest.Database{PageSize: size, Reserved: reserved, Encoding: encoding, Tables: []sqlitetest.Table{
					{Name: "V", SQL: "CREATE TABLE V ('ID' INTEGER PRIMARY KEY AUTOINCREMENT, i INTEGER, r REAL, t TEXT, b BLOB)", Rows: values},
				}}.Bytes()
				got, err := rowsOf(t, open(t, file), "V", "id", "i", "R", "t", "b")
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Errorf("pages of %d, %d reserved, encoding %d: %v (-want +got):\n%s", size, reserved, encoding, err, diff)
				}
			}
		}
	}
}

// many is a table over several levels of pages, with rows on overflow pages.
func many(rows int) sqlitetest.Table {
	table := sqlitetest.Table{Name: "Many", SQL: "CREATE TABLE Many (n INTEGER, t TEXT)"}
	for i := range rows {
		table.Rows = append(table.Rows, []any{i, strings.Repeat("ab", i%1500)})
	}
	return table
}

func TestTrees(t *testing.T) {
	db := sqlitetest.Database{PageSize: 512, Tables: []sqlitetest.Table{many(3000)}}
	for i := range 60 { // the list of tables needs several pages, too
		name := fmt.Sprintf("T%d", i)
		db.Tables = append(db.Tables, sqlitetest.Table{Name: name, SQL: "CREATE TABLE " + name + " (a)", Rows: [][]any{{i}}})
	}
	opened := open(t, db.Bytes())
	got, err := rowsOf(t, opened, "Many", "n", "t")
	if err != nil || len(got) != 3000 {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	for i, row := range got {
		if want := fmt.Sprintf("%d %q", i, strings.Repeat("ab", i%1500)); row != want {
			t.Fatalf("row %d: %.60s, want %.60s", i, row, want)
		}
	}
	if got, err := rowsOf(t, opened, "T59", "a"); err != nil || !cmp.Equal(got, []string{"59"}) {
		t.Errorf("the last table: %q, %v", got, err)
	}
}

// TestDefinitions: columns are where the definition puts them, whatever else it says.
func TestDefinitions(t *testing.T) {
	for _, c := range []struct {
		sql    string
		want   []string
		stored []int
		rowid  int
	}{
		{"CREATE TABLE x(a,b)", []string{"a", "b"}, []int{0, 1}, -1},
		{"CREATE TABLE 'x y' ('ID' INTEGER PRIMARY KEY AUTOINCREMENT, 'timestamp' REAL)", []string{"ID", "timestamp"}, []int{0, 1}, 0},
		{"CREATE TABLE \"x(\" ([a,b] TEXT DEFAULT (1,2), `c` NUMERIC(10,2) NOT NULL, \"d\"\"e\" )", []string{"a,b", "c", `d"e`}, []int{0, 1, 2}, -1},
		{"CREATE TABLE x (a INT PRIMARY KEY, b)", []string{"a", "b"}, []int{0, 1}, -1}, // INT is not INTEGER
		{"CREATE TABLE x (a INTEGER PRIMARY KEY DESC)", []string{"a"}, []int{0}, -1},
		{"CREATE TABLE x (a TEXT, b integer, CONSTRAINT k PRIMARY KEY (b), UNIQUE(a))", []string{"a", "b"}, []int{0, 1}, 1},
		{"CREATE TABLE x (a TEXT, b INTEGER, PRIMARY KEY (a, b))", []string{"a", "b"}, []int{0, 1}, -1},
		{"CREATE TABLE x -- of, ( things\n(a /* , b */, c AS (a+1), d GENERATED ALWAYS AS (a) STORED, e)", []string{"a", "c", "d", "e"}, []int{0, -1, 1, 2}, -1},
	} {
		got := define(c.sql)
		if got == nil {
			t.Errorf("%s: not read", c.sql)
			continue
		}
		if diff := cmp.Diff([]any{c.want, c.stored, c.rowid}, []any{got.Columns, got.stored, got.rowid}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.sql, diff)
		}
	}
	for _, sql := range []string{"", "CREATE TABLE x", "CREATE TABLE x (", "CREATE TABLE x ()", "CREATE TABLE x (a, b", "CREATE TABLE x (a PRIMARY KEY) WITHOUT ROWID"} {
		if got := define(sql); got != nil {
			t.Errorf("%q: columns %q, want none", sql, got.Columns)
		}
	}
}

// TestMissing: of what a table lacks there is no value.
func TestMissing(t *testing.T) {
	file := sqlitetest.Database{Tables: []sqlitetest.Table{{Name: "a", SQL: "CREATE TABLE a (x, added TEXT)", Rows: [][]any{{7}}}}}.Bytes()
	db := open(t, file)
	got, err := rowsOf(t, db, "a", "x", "added", "nowhere")
	if diff := cmp.Diff([]string{"7 NULL NULL"}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if db.Table("b") != nil || db.Table("a").Has("nowhere") || !db.Table("a").Has("Added") {
		t.Error("tables or columns are there that are not, or are not that are")
	}
}

// TestCut: of a database that is cut off anywhere, what is left is read, no row that was
// not there comes out, and what is lost is told.
func TestCut(t *testing.T) {
	table := many(400)
	file := sqlitetest.Database{PageSize: 1024, Tables: []sqlitetest.Table{table}}.Bytes()
	all, _ := rowsOf(t, open(t, file), "Many", "n", "t")
	known := map[string]bool{}
	for _, row := range all {
		known[row] = true
	}
	for size := 0; size < len(file); size += 777 {
		cut := file[:size]
		db, err := Open(bytes.NewReader(cut), int64(size))
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%d bytes: %v", size, err)
			}
			continue
		}
		rows, err := rowsOf(t, db, "Many", "n", "t")
		if !db.Cut || len(rows) == len(all) || !errors.Is(err, ErrDamaged) {
			t.Errorf("%d of %d bytes: %d rows, %v, cut %v", size, len(file), len(rows), err, db.Cut)
		}
		for _, row := range rows {
			if !known[row] {
				t.Fatalf("%d bytes: a row that was not there: %.80s", size, row)
			}
		}
	}
}

// TestHostile: pages that lead to each other, and rows that claim to be large, cost no
// more than the file's size.
func TestHostile(t *testing.T) {
	sound := sqlitetest.Database{PageSize: 512, WriteAhead: true, Tables: []sqlitetest.Table{many(300)}}.Bytes()
	if !open(t, sound).WriteAhead {
		t.Error("a database that is written ahead is not known as one")
	}
	root := int(open(t, sound).Table("Many").root)
	for name, change := range map[string]func(b []byte){
		"a tree that leads to itself": func(b []byte) {
			page := b[(root-1)*512:]
			copy(page[8:], []byte{0, 0, 0, byte(root)})
		},
		"all cells in one place": func(b []byte) {
			for p := 512; p+512 <= len(b); p += 512 {
				if b[p] != leafPage {
					continue
				}
				b[p+3], b[p+4] = 0, 250
				for i := p + 10; i+1 < p+508; i += 2 {
					copy(b[i:], b[p+8:p+10])
				}
			}
		},
		"overflow pages that lead to each other": func(b []byte) {
			for p := 512; p+512 <= len(b); p += 512 {
				if b[p] != leafPage && b[p] != interiorPage {
					copy(b[p:], []byte{0, 0, 0, byte(p/512 + 1)})
				}
			}
		},
	} {
		file := bytes.Clone(sound)
		change(file)
		db, err := Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			continue
		}
		read := 0
		err = db.Rows(db.tables[0], []string{"t"}, func(v []Value) error {
			read += len(v[0].Text())
			return nil
		})
		if read > len(file) {
			t.Errorf("%s: %d bytes out of %d, %v", name, read, len(file), err)
		}
	}
}

func TestNoDatabase(t *testing.T) {
	header := func(change func(h []byte)) []byte {
		b := sqlitetest.Database{Tables: []sqlitetest.Table{{Name: "a", SQL: "CREATE TABLE a (x)"}}}.Bytes()
		change(b)
		return b
	}
	for _, c := range []struct {
		want string
		file []byte
	}{
		{"no SQLite database: its header is missing", []byte("SQLite format 2")},
		{"an SQLite database with pages of 1000 bytes, expected a power of two from 512 to 65536", header(func(h []byte) { h[16], h[17] = 1000>>8, 1000&0xff })},
		{"an SQLite database with 257 usable bytes in a page, expected 480 or more", header(func(h []byte) { h[16], h[17], h[20] = 2, 0, 255 })},
		{"an SQLite database with texts of encoding 9, expected 1 to 3", header(func(h []byte) { h[59] = 9 })},
		{"list of tables: 1 of its pages or rows cannot be read, the first because page 1 is of no table", header(func(h []byte) { h[100] = 2 })},
	} {
		_, err := Open(bytes.NewReader(c.file), int64(len(c.file)))
		if !errors.Is(err, ErrDamaged) || err.Error() != c.want+": "+ErrDamaged.Error() {
			t.Errorf("got  %v\nwant %s", err, c.want)
		}
	}
}

func FuzzDatabase(f *testing.F) {
	for _, size := range []int{512, 1024} {
		for encoding := 1; encoding <= 3; encoding++ {
			f.Add(sqlitetest.Database{PageSize: size, Encoding: encoding, Tables: []sqlitetest.Table{many(12)}}.Bytes())
		}
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		db, err := Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		for _, table := range db.Tables() {
			read := 0
			err := db.Rows(table, table.Columns[:min(len(table.Columns), 3)], func(values []Value) error {
				for _, v := range values {
					read += len(v.Text())
				}
				return nil
			})
			if err != nil && !errors.Is(err, ErrDamaged) {
				t.Errorf("%v", err)
			}
			if read > 6*len(file) { // an invalid byte becomes three; two texts may be one column
				t.Errorf("%d bytes out of %d", read, len(file))
			}
		}
	})
}
