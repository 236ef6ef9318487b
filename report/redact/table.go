package redact

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// Kind says what a pseudonym stands for.
type Kind string

// The kinds. ID is any number or code that is long enough to identify something.
const (
	App     Kind = "app"
	Task    Kind = "task"
	BGTask  Kind = "bgtask"
	Session Kind = "session"
	Host    Kind = "host"
	Path    Kind = "path"
	URL     Kind = "url"
	UUID    Kind = "uuid"
	User    Kind = "user"
	Input   Kind = "input"
	Rule    Kind = "rule"  // of a team
	Point   Kind = "point" // of a team's, in an app's own log
	ID      Kind = "id"
	Name    Kind = "name"
)

var kinds = []Kind{App, Task, BGTask, Session, Host, Path, URL, UUID, User, Input, Rule, Point, ID, Name}

// Spelling writes the pseudonyms of one kind of output.
type Spelling struct {
	// Write is the pseudonym with that number for a value.
	Write func(kind Kind, n int, value string) string
	// Read recognises a pseudonym at the start of a text. It returns the length, 0 when
	// there is none.
	Read func(s string) (kind Kind, n, length int)
	// Shorten writes the fraction of a number, which may be a place on the map.
	Shorten func(whole, fraction string) string
}

// Table maps names to pseudonyms.
type Table struct {
	spelling Spelling
	key      []byte
	*lexicon
	allowed map[string]bool // processes that stay although no list has them
	names   map[string]*entry
	phrases *branch      // the names of several words
	again   bool         // the texts are redacted already: their pseudonyms stay
	used    map[Kind]int // highest number of a pseudonym, one that stood in the texts already or a new one
	phase   phase
}

// entry is what one or more names stand for.
type entry struct {
	kind   Kind
	group  string // what decides its number: the first of its names
	number int
	told   bool // the report says what kind of name it is
}

type phase uint8

const (
	collectNames phase = iota
	collectWords
	replace
)

// NewTable makes an empty table. Pseudonyms are numbered in an order that only the key
// decides: it must be a new one for every report.
func NewTable(key []byte, spelling Spelling) *Table {
	return newLexicon().table(key, spelling)
}

func (l *lexicon) table(key []byte, spelling Spelling) *Table {
	return &Table{
		spelling: spelling, key: key, lexicon: l, allowed: map[string]bool{},
		names: map[string]*entry{}, phrases: &branch{}, used: map[Kind]int{},
	}
}

// Add tells the table what kind of name a value is. Names of one thing, an app's bundle
// id and its process, share a pseudonym.
func (t *Table) Add(kind Kind, names ...string) {
	if t.phase == replace {
		return
	}
	var e *entry
	for _, n := range names {
		if known := t.names[canonical(n)]; known != nil {
			e = known
		}
	}
	for _, n := range names {
		if n == "" || t.names[canonical(n)] != nil || t.pseudonym(n) || numbering.MatchString(n) {
			continue
		}
		if e == nil {
			e = &entry{kind: kind, group: canonical(n), told: t.phase == collectNames}
		}
		t.names[canonical(n)] = e
		if word, _, _ := run(n); e.told && word != n && strings.ContainsFunc(n, letter) {
			t.phrases.add(n)
		}
	}
}

// canonical is the spelling of a value by which it is looked up.
func canonical(s string) string {
	if isUUID(s) {
		return strings.ToUpper(s)
	}
	return s
}

// pseudonym reports whether a value is nothing but a pseudonym, and takes note of its
// number.
func (t *Table) pseudonym(s string) bool {
	kind, n, length := t.spelling.Read(s)
	if length == 0 || !t.again {
		return false
	}
	t.used[kind] = max(t.used[kind], n)
	return length == len(s) || kind == Input && harmlessExtension(s[length:]) == s[length:]
}

// Again says that the texts are redacted already. In others, what looks like a pseudonym
// is a name as all others are.
func (t *Table) Again() { t.again = true }

// CollectWords begins the second pass: texts are read for what is no known name.
func (t *Table) CollectWords() { t.phase = collectWords }

// Number begins the last pass: every name gets its pseudonym.
func (t *Table) Number() {
	t.phase = replace
	entries := map[Kind][]*entry{}
	seen := map[*entry]bool{}
	for _, e := range t.names {
		if !seen[e] {
			seen[e] = true
			entries[e.kind] = append(entries[e.kind], e)
		}
	}
	for kind, list := range entries {
		order := map[*entry]string{}
		for _, e := range list {
			order[e] = t.Keyed(string(e.kind) + "\x00" + e.group)
		}
		slices.SortFunc(list, func(a, b *entry) int { return cmp.Compare(order[a], order[b]) })
		for _, e := range list {
			t.used[kind]++
			e.number = t.used[kind]
		}
	}
}

// Keyed is a text's keyed hash: it tells nobody without the key what it was made of.
func (t *Table) Keyed(s string) string {
	mac := hmac.New(sha256.New, t.key)
	mac.Write([]byte(s))
	return hex.EncodeToString(mac.Sum(nil))
}

// Name is the pseudonym of a value that is a name as a whole, whatever its words are.
// The system's own names stay.
func (t *Table) Name(kind Kind, s string) string {
	if s == "" || t.pseudonym(s) {
		return s
	}
	e := t.names[canonical(s)]
	switch {
	case e == nil && (numbering.MatchString(s) || appleID(s) || kind == App && (t.apple[s] || t.allowed[s])):
		return s
	case t.phase != replace:
		t.Add(kind, s)
		return s
	case e == nil:
		return string(kind) // was never collected: no number, and no name
	}
	return t.write(e, s)
}

func (t *Table) write(e *entry, value string) string {
	return t.spelling.Write(e.kind, e.number, value)
}

// Known reports whether a value is a name of the table.
func (t *Table) Known(s string) bool { return t.names[canonical(s)] != nil }

// Apple reports whether a name is the system's own.
func (t *Table) Apple(name string) bool { return t.apple[name] || t.allowed[name] || appleID(name) }

// Allow lets the name of a process stay, one of Apple's that is on no list.
func (t *Table) Allow(name string) { t.allowed[name] = true }

// ReportSpelling writes app-1 and reads it back.
func ReportSpelling() Spelling {
	return Spelling{
		Write: func(kind Kind, n int, value string) string {
			s := string(kind) + "-" + strconv.Itoa(n)
			if kind == Input {
				s += harmlessExtension(value)
			}
			return s
		},
		Read: readPseudonym,
		Shorten: func(whole, fraction string) string {
			return whole + "." + fraction[:1] + "…"
		},
	}
}

// longestNumber bounds the digits of a pseudonym: more could hold something.
const longestNumber = 6

// readPseudonym reads app-1 at the start of s.
func readPseudonym(s string) (kind Kind, n, length int) {
	word, rest, ok := strings.Cut(s[:min(len(s), 20)], "-")
	if !ok || !slices.Contains(kinds, Kind(word)) {
		return "", 0, 0
	}
	digits := leading(rest, digit)
	if digits == 0 || digits > longestNumber || wordAt(rest, digits) {
		return "", 0, 0
	}
	n, _ = strconv.Atoi(rest[:digits])
	return Kind(word), n, len(word) + 1 + digits
}

// extensions of inputs that tell nothing of their owner.
var extensions = []string{".log", ".txt", ".json", ".jsonl", ".ndjson", ".csv", ".ips", ".crash", ".md", ".gz", ".zst", ".tar", ".tgz", ".zip", ".logarchive", ".tracev3", ".synced"}

// harmlessExtension is the end of a file's name that may stay: .log.gz.
func harmlessExtension(name string) string {
	kept := ""
	for {
		i := strings.LastIndexByte(name, '.')
		if i < 0 || !slices.Contains(extensions, name[i:]) {
			return kept
		}
		name, kept = name[:i], name[i:]+kept
	}
}

// branch is a node of a tree of names by their bytes.
type branch struct {
	next map[byte]*branch
	ends bool
}

func (b *branch) add(name string) {
	for i := range len(name) {
		if b.next == nil {
			b.next = map[byte]*branch{}
		}
		if b.next[name[i]] == nil {
			b.next[name[i]] = &branch{}
		}
		b = b.next[name[i]]
	}
	b.ends = true
}

// longest is the length of the longest name at the start of s that no word follows right
// away; 0 for none.
func (b *branch) longest(s string) int {
	n := 0
	for i := 0; ; i++ {
		if b.ends && !wordAt(s, i) {
			n = i
		}
		if i == len(s) || b.next[s[i]] == nil {
			return n
		}
		b = b.next[s[i]]
	}
}
