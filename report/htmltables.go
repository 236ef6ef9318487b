package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/bglog/bglog/parse"
)

// htmlRowsShown bounds every table of a page.
const htmlRowsShown = 500

// htmlTable is a table, which a script lets people sort and filter.
type htmlTable struct {
	ID, Title string
	Columns   []htmlColumn
	Rows      []htmlRow
	More      string // what the table leaves out
	Note      string
	Fixed     bool // its order tells something: it is not sorted or filtered
}

type htmlColumn struct {
	Title       string
	Right, Wide bool
}

type htmlRow struct {
	ID    string
	Cells []htmlCell
}

// htmlCell is a cell; Key sorts it where the text does not.
type htmlCell struct {
	Text, Key   string
	Right, Wide bool
	Bars        []htmlBar
	Findings    []string // ids
}

// htmlBar is a part of a bar that is drawn in a cell, in hundredths of it.
type htmlBar struct {
	X, Width float64
	Class    string
}

// field is a column of a table of things: what it shows of each, and the number that
// it is sorted by where the text does not do; unknown numbers come last.
type field[T any] struct {
	title       string
	right, wide bool
	text        func(x T) string
	key         func(x T) (float64, bool)
	bars        func(x T) []htmlBar
	findings    func(i int, x T) []string
}

// listing is what a table is made of.
type listing[T any] struct {
	kind    string // of the rows' anchors
	title   string
	one     string // what a row is
	many    string
	list    []T
	indexes []int       // in the report's list, where list is a part of it
	trouble func(T) int // what to keep when there are too many
}

// htmlTableOf makes a table. Columns that are empty in every row are left out, and of a
// long list the rows that matter least.
func htmlTableOf[T any](l listing[T], fields []field[T]) htmlTable {
	out := htmlTable{ID: l.kind, Title: l.title}
	keep := make([]int, len(l.list))
	for i := range keep {
		keep[i] = i
	}
	if more := len(keep) - htmlRowsShown; more > 0 {
		if l.trouble != nil {
			slices.SortStableFunc(keep, func(a, b int) int { return cmp.Compare(l.trouble(l.list[b]), l.trouble(l.list[a])) })
		}
		keep = keep[:htmlRowsShown]
		slices.Sort(keep)
		out.More = several(more, "more "+l.one+" is", "more "+l.many+" are") + " not on this page, none worse than those that are; --format json has all."
	}
	for _, i := range keep {
		index := i
		if l.indexes != nil {
			index = l.indexes[i]
		}
		row := htmlRow{Cells: make([]htmlCell, len(fields))}
		if l.kind != "" {
			row.ID = anchor(l.kind, index)
		}
		for n, f := range fields {
			c := htmlCell{Text: Clean(f.text(l.list[i])), Right: f.right, Wide: f.wide}
			if f.key != nil {
				if v, ok := f.key(l.list[i]); ok {
					c.Key = strconv.FormatFloat(v, 'f', -1, 64)
				}
			}
			if f.bars != nil {
				c.Bars = f.bars(l.list[i])
			}
			if f.findings != nil {
				c.Findings = f.findings(index, l.list[i])
			}
			row.Cells[n] = c
		}
		out.Rows = append(out.Rows, row)
	}
	for n := len(fields) - 1; n >= 0; n-- {
		if !slices.ContainsFunc(out.Rows, func(r htmlRow) bool { return r.Cells[n].shows() }) {
			for i := range out.Rows {
				out.Rows[i].Cells = slices.Delete(out.Rows[i].Cells, n, n+1)
			}
			continue
		}
		out.Columns = slices.Insert(out.Columns, 0, htmlColumn{fields[n].title, fields[n].right, fields[n].wide})
	}
	return out
}

func (c htmlCell) shows() bool { return c.Text != "" || len(c.Bars) > 0 || len(c.Findings) > 0 }

// The columns that most tables begin or end with.

// logField tells of which log a thing is, where there are several.
func logField[T any](t *texter, timeline func(T) int) field[T] {
	return field[T]{title: "log", right: true, text: func(x T) string {
		if !t.many {
			return ""
		}
		return itoa(timeline(x))
	}}
}

// appField tells whose a thing is, where there are several apps.
func appField[T any](t *texter, app func(T) *string) field[T] {
	return field[T]{title: "app", text: func(x T) string {
		if len(t.r.Apps) < 2 {
			return ""
		}
		return elide(Clean(deref(app(x))), 60)
	}}
}

func timeField[T any](t *texter, title string, timeline func(T) int, at func(T) parse.Time) field[T] {
	return field[T]{title: title, text: func(x T) string { return t.clocks[timeline(x)].brief(at(x)) }, key: func(x T) (float64, bool) {
		return float64(at(x).Micros()), at(x).Known()
	}}
}

func secondsField[T any](title string, seconds func(T) *float64) field[T] {
	return field[T]{title: title, right: true, text: func(x T) string {
		if s := seconds(x); s != nil {
			return duration(*s)
		}
		return ""
	}, key: func(x T) (float64, bool) {
		s := seconds(x)
		if s == nil {
			return 0, false
		}
		return *s, true
	}}
}

func countField[T any](title string, count func(T) int) field[T] {
	return field[T]{title: title, right: true, text: func(x T) string {
		if count(x) == 0 {
			return ""
		}
		return thousands(count(x))
	}, key: func(x T) (float64, bool) { return float64(count(x)), true }}
}

func findingsField[T any](l links, kind string) field[T] {
	return field[T]{title: "finding", text: func(T) string { return "" }, findings: func(i int, _ T) []string { return l.findings[anchor(kind, i)] }}
}

func textField[T any](title string, wide bool, text func(T) string) field[T] {
	return field[T]{title: title, wide: wide, text: text}
}
