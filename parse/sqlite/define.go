package sqlite

import "strings"

// maxColumns of a table (SQLITE_MAX_COLUMN can be set no higher).
const maxColumns = 32_767

// define reads the columns of a CREATE TABLE statement, as SQLite keeps it; nil when it
// is none, or one of a table without row ids, which is stored in another way (section
// 2.4).
func define(sql string) *Table {
	l := lexer{rest: sql}
	for {
		tok := l.next()
		if tok.text == "" && !tok.quoted {
			return nil
		}
		if tok.is("(") {
			break
		}
	}
	t := &Table{rowid: -1}
	var types []string
	places := 0 // of records
	keyed := false
	for closed := false; !closed; {
		var def []token
		def, closed = l.definition()
		if len(def) == 0 {
			return nil
		}
		if def[0].constraint() {
			if !keyed { // there is one primary key
				keyed = t.keyed(def, types)
			}
			continue
		}
		if len(t.Columns) == maxColumns {
			return nil
		}
		t.Columns = append(t.Columns, def[0].text)
		types = append(types, columnType(def))
		if computed(def) {
			t.stored = append(t.stored, -1)
			continue
		}
		t.stored = append(t.stored, places)
		places++
		if strings.EqualFold(columnType(def), "INTEGER") && primary(def) {
			t.rowid = len(t.Columns) - 1
		}
	}
	for tok := l.next(); tok.text != ""; tok = l.next() {
		if tok.is("WITHOUT") {
			return nil
		}
	}
	return t
}

// keyed notes the row's id of a constraint PRIMARY KEY (column), and reports whether the
// constraint is a primary key.
func (t *Table) keyed(def []token, types []string) bool {
	for i := 0; i+4 < len(def); i++ {
		if !def[i].is("PRIMARY") || !def[i+1].is("KEY") || !def[i+2].is("(") {
			continue
		}
		if at := t.column(def[i+3].text); def[i+4].is(")") && at >= 0 && strings.EqualFold(types[at], "INTEGER") {
			t.rowid = at
		}
		return true
	}
	return false
}

// columnType is the type of a column definition, where it is one word.
func columnType(def []token) string {
	if len(def) < 2 || len(def) > 2 && !def[2].afterType() {
		return ""
	}
	return def[1].text
}

// afterType reports whether the word begins a constraint of a column.
func (t token) afterType() bool {
	for _, w := range []string{"CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS"} {
		if t.is(w) {
			return true
		}
	}
	return false
}

// primary reports whether a column definition makes it the primary key. In falling
// order it is not the row's id (section 5 of https://www.sqlite.org/lang_createtable.html).
func primary(def []token) bool {
	for i := 2; i+1 < len(def); i++ {
		if def[i].is("PRIMARY") && def[i+1].is("KEY") {
			return i+2 >= len(def) || !def[i+2].is("DESC")
		}
	}
	return false
}

// computed reports whether the column is computed when it is asked for: it is in no
// record.
func computed(def []token) bool {
	as, stored := false, false
	for _, t := range def[1:] {
		as, stored = as || t.is("AS"), stored || t.is("STORED")
	}
	return as && !stored
}

// token is a word, a name or a sign of SQL.
type token struct {
	text   string
	quoted bool
}

func (t token) is(word string) bool { return !t.quoted && strings.EqualFold(t.text, word) }

// constraint reports whether a definition that begins so is of the table, not of a
// column.
func (t token) constraint() bool {
	return t.is("CONSTRAINT") || t.is("PRIMARY") || t.is("UNIQUE") || t.is("CHECK") || t.is("FOREIGN")
}

// lexer takes SQL apart.
type lexer struct{ rest string }

// definition returns the words to the next comma outside of parentheses, and whether
// the list of definitions ends there; none when the text ends before that.
func (l *lexer) definition() (def []token, closed bool) {
	depth := 0
	for {
		t := l.next()
		switch {
		case t.text == "" && !t.quoted:
			return nil, true
		case t.is("("):
			depth++
		case t.is(")"):
			if depth--; depth < 0 {
				return def, true
			}
		case t.is(",") && depth == 0:
			return def, false
		}
		def = append(def, t)
	}
}

// next returns the next word, name or sign; an empty one at the end.
func (l *lexer) next() token {
	for {
		l.rest = strings.TrimLeft(l.rest, " \t\r\n\f")
		switch {
		case strings.HasPrefix(l.rest, "--"):
			_, l.rest, _ = strings.Cut(l.rest, "\n")
			continue
		case strings.HasPrefix(l.rest, "/*"):
			_, l.rest, _ = strings.Cut(l.rest[2:], "*/")
			continue
		case l.rest == "":
			return token{}
		}
		break
	}
	switch c := l.rest[0]; c {
	case '"', '`', '\'':
		return l.name(c)
	case '[':
		name, rest, _ := strings.Cut(l.rest[1:], "]")
		l.rest = rest
		return token{name, true}
	case '(', ')', ',':
		l.rest = l.rest[1:]
		return token{text: string(c)}
	}
	n := strings.IndexAny(l.rest, " \t\r\n\f(),\"'`[")
	if n < 0 {
		n = len(l.rest)
	}
	word := l.rest[:n]
	l.rest = l.rest[n:]
	return token{text: word}
}

// name reads a quoted name, in which the quote is written twice.
func (l *lexer) name(quote byte) token {
	var b strings.Builder
	rest := l.rest[1:]
	for {
		i := strings.IndexByte(rest, quote)
		if i < 0 {
			l.rest = ""
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:i])
		if rest = rest[i+1:]; rest == "" || rest[0] != quote {
			l.rest = rest
			break
		}
		b.WriteByte(quote)
		rest = rest[1:]
	}
	return token{b.String(), true}
}
