package report

import (
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// column is a column of a table in a text report.
type column struct {
	title string
	right bool // aligned right
	// flexible columns are narrowed, and their cells wrapped, when the table is
	// too wide.
	flexible bool
	whole    bool // cells are never shortened
}

// narrowest is the least width that a flexible column is narrowed to.
const narrowest = 14

// longestCell bounds the columns of a cell before it is wrapped.
const longestCell = 96

// between is the number of blanks between columns.
const between = 2

// table writes rows of cleaned cells. Columns that are empty in every row are
// left out.
func (p *printer) table(indent int, cols []column, rows [][]string) {
	if p.markdown {
		p.mdTable(cols, rows)
		return
	}
	cols, rows = dropEmpty(cols, rows)
	if len(rows) == 0 || len(cols) == 0 {
		return
	}
	widths := fit(cols, rows, p.width-indent)
	padding := make([]tw.Padding, len(cols))
	align := make(tw.Alignment, len(cols))
	header := make([]any, len(cols))
	for i, c := range cols {
		padding[i] = tw.Padding{Right: strings.Repeat(" ", between), Overwrite: true}
		align[i] = tw.AlignLeft
		if c.right {
			align[i] = tw.AlignRight
		}
		header[i] = c.title
	}
	var b strings.Builder
	t := tablewriter.NewTable(&b,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
			Settings: tw.Settings{
				Separators: tw.Separators{ShowHeader: tw.Off, ShowFooter: tw.Off, BetweenRows: tw.Off, BetweenColumns: tw.Off},
				Lines:      tw.Lines{ShowTop: tw.Off, ShowBottom: tw.Off, ShowHeaderLine: tw.Off, ShowFooterLine: tw.Off},
			},
		})),
		// the width of ambiguous characters must not depend on the locale
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithAlignment(align),
		tablewriter.WithHeaderPaddingPerColumn(padding),
		tablewriter.WithRowPaddingPerColumn(padding),
	)
	t.Header(header...)
	for _, row := range rows {
		cells := make([]any, len(row))
		for i, cell := range row {
			if !cols[i].whole {
				cell = elide(cell, longestCell)
			}
			cells[i] = strings.Join(wrap(cell, widths[i]), "\n")
		}
		// errors come only from the writer, and a Builder has none
		_ = t.Append(cells...)
	}
	_ = t.Render()
	for i, l := range strings.Split(strings.TrimRight(b.String(), "\n"), "\n") {
		how := noPaint
		if i == 0 {
			how = dim
		}
		p.line(indent, p.paint(strings.TrimRight(l, " "), how))
	}
}

// dropEmpty takes out the columns that no row has anything in.
func dropEmpty(cols []column, rows [][]string) ([]column, [][]string) {
	var keep []int
	for i := range cols {
		for _, r := range rows {
			if r[i] != "" {
				keep = append(keep, i)
				break
			}
		}
	}
	var outCols []column
	outRows := make([][]string, len(rows))
	for _, i := range keep {
		outCols = append(outCols, cols[i])
		for n, r := range rows {
			outRows[n] = append(outRows[n], r[i])
		}
	}
	return outCols, outRows
}

// fit finds the columns' widths: as wide as their cells, flexible ones narrowed,
// the widest first, until the table fits.
func fit(cols []column, rows [][]string, width int) []int {
	widths := make([]int, len(cols))
	total := between * (len(cols) - 1)
	for i, c := range cols {
		widths[i] = columns(c.title)
		for _, r := range rows {
			widths[i] = max(widths[i], min(columns(r[i]), longestCell))
		}
		total += widths[i]
	}
	for total > width {
		widest := -1
		for i, c := range cols {
			if c.flexible && widths[i] > narrowest && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
		total--
	}
	return widths
}
