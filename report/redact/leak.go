package redact

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/bglog/bglog/rules"
)

// leaks are what no redacted output may hold, whatever wrote it. None of them has a
// blank, and each has one of its marks.
var leaks = []struct {
	what  string
	marks string
	form  *regexp.Regexp
	sure  func(match string) bool // nil: always
}{
	{"a UUID", "-", uuidForm, nil},
	{"an e-mail address", "@%", regexp.MustCompile(`[\p{L}\p{N}_.+-]+(?:@|%40)[\p{L}\p{N}-]+\.[\p{L}\p{N}.-]*\p{L}`), nil},
	{"a user's path", `/\`, regexp.MustCompile(`(?:/Users/|/home/|/var/mobile/|/private/var/|/var/containers/|[A-Za-z]:\\{1,2}Users\\{1,2})[^\s"'<>/\\]`), nil},
	{"an IPv4 address", ".", ipv4Form, ipv4},
	{"an IPv6 address", ":", regexp.MustCompile(`[0-9A-Fa-f]{0,4}(?:::?[0-9A-Fa-f]{1,4}){1,7}(?:::)?`), ipv6},
	{"the query of a URL", "?", regexp.MustCompile(`\?[\w.~%\[\]-]+=[^\s"'<>]`), nil},
}

// ipv4Form is what addresses look like that ipv4 is asked about, with what stands beside them.
var ipv4Form = regexp.MustCompile(`(?:^|[^\w.])\d{1,3}(?:\.\d{1,3}){3}(?:$|[^\w.]|\.(?:$|\D))`)

func ipv4(s string) bool {
	a, err := netip.ParseAddr(strings.Trim(strings.TrimFunc(s, func(r rune) bool { return !digit(r) }), "."))
	return err == nil && a.Is4()
}

// ipv6 takes groups of letters alone for words.
func ipv6(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6() && strings.ContainsFunc(s, digit) && !strings.HasPrefix(s, "::")
}

// colour is what terminals are told, which would hide where a word begins.
var colour = regexp.MustCompile(`\x1b\[[\d;]*m`)

// command is a workflow command of GitHub's up to the message.
var command = regexp.MustCompile(`(?m)^::(\w+ [^:\n]*)::`)

// Leak looks for what no redacted output may hold: addresses of people and machines,
// paths of users, UUIDs and queries, and every name that the table has replaced. The
// references of the rules are bglog's own.
func Leak(output string, t *Table) error {
	var own []string
	for _, r := range rules.All() {
		for _, ref := range r.References {
			own = append(own, ref, "")
		}
	}
	output = strings.NewReplacer(own...).Replace(output)
	output = command.ReplaceAllString(colour.ReplaceAllString(output, ""), "$1 ")
	if t != nil {
		output = t.blank(output)
	}
	at := 0
	for word := range strings.FieldsSeq(output) {
		at += strings.Index(output[at:], word)
		for _, l := range leaks {
			if !strings.ContainsAny(word, l.marks) {
				continue
			}
			for _, m := range l.form.FindAllStringIndex(word, -1) {
				if l.what == "an IPv6 address" && (wordAt(word, m[0]-1) || wordAt(word, m[1]) || strings.HasSuffix(word[:m[0]], ".")) {
					continue
				}
				if l.sure == nil || l.sure(word[m[0]:m[1]]) {
					return leak(output, at+m[0], l.what)
				}
			}
		}
		at += len(word)
	}
	if t == nil {
		return nil
	}
	return t.leak(output)
}

// blank takes the pseudonyms out of an output: they are neither names nor parts of
// addresses, even where they look so.
func (t *Table) blank(output string) string {
	var b strings.Builder
	from := 0
	for i := 0; i < len(output); i++ {
		if wordAt(output, i-1) || !wordAt(output, i) {
			continue
		}
		if kind, n, length := t.spelling.Read(output[i:]); length > 0 && n <= t.used[kind] {
			b.WriteString(output[from:i] + "_")
			from = i + length
			i = from - 1
		}
	}
	return b.String() + output[from:]
}

// leak looks for replaced names.
func (t *Table) leak(output string) error {
	const what = "a name that was to be redacted"
	for at := 0; at < len(output); {
		if m := escaped.FindString(output[at:min(len(output), at+2)]); m != "" {
			at += len(m) // not the first letter of a name
			continue
		}
		if n := t.phrases.longest(output[at:]); n > 0 && !wordAt(output, at-1) && !t.ordinary(output[at:at+n]) {
			return leak(output, at, what)
		}
		word, before, n := run(output[at:])
		if word == "" {
			at += n
			continue
		}
		if t.Known(word) && !t.ordinary(word) {
			return leak(output, at+before, what)
		}
		at += before + len(word)
	}
	return nil
}

// rare is from which length on a word tells of somebody.
const rare = 5

// ordinary reports whether all of a name's words are in bglog's own texts, their
// examples included, or too short to be told from those.
func (t *Table) ordinary(name string) bool {
	for word := range wordsOf([]string{name}) {
		if len(word) >= rare && !t.words[word] && !t.examples[word] {
			return false
		}
	}
	return true
}

func leak(output string, at int, what string) error {
	return fmt.Errorf("line %d of it holds %s", strings.Count(output[:at], "\n")+1, what)
}
