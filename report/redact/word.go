package redact

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// forms of words that tell nothing of anybody.
var (
	plainNumber = regexp.MustCompile(`^-?\d{1,9}(?:s|ms|us|ns|h|d|B|x|kB|KB|MB|GB|KiB|MiB|GiB|th|st|nd|rd)?$`)
	fraction    = regexp.MustCompile(`^(-?\d{1,9})\.(\d+)(s|ms|us|h|x|KB|MB|GB)?$`)
	version     = regexp.MustCompile(`^v?\d{1,5}\.\d{1,5}(?:\.\d{1,5})?$`)
	shortHex    = regexp.MustCompile(`^0[xX]0*[0-9a-fA-F]{1,8}$`)
	shortRange  = regexp.MustCompile(`^\d{1,3}-\d{1,3}$`)
	build       = regexp.MustCompile(`^\d{2}[A-Z]\d{1,5}[a-z]?$`)
	model       = regexp.MustCompile(`^(?:iPhone|iPad|iPod|Watch|AppleTV|AudioAccessory|RealityDevice|Mac|MacBookPro|MacBookAir|Macmini)\d{1,2}$`)
	mangled     = regexp.MustCompile(`^_?\$s`)
	numbering   = regexp.MustCompile(`^\d{1,4}(?: \(0x[0-9a-fA-F]{1,4}\))?$`) // of tasks that have no name
	numeric     = regexp.MustCompile(`^[\dA-Fa-f-]*\d[\dA-Fa-f-]*$`)
	dotted      = regexp.MustCompile(`^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$`)
	appleLabel  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,39}$`)
	uuidForm    = regexp.MustCompile(`[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}`)
)

// harmlessForms are numbers too short to identify anything, and what names an Apple
// device and its software.
var harmlessForms = []*regexp.Regexp{plainNumber, version, shortHex, shortRange, build, model}

func isUUID(s string) bool { return len(s) == 36 && uuidForm.MatchString(s) }

// word replaces one word unless it is harmless.
func (t *Table) word(s string) string {
	if e := t.names[canonical(s)]; e != nil && (strings.ContainsFunc(s, letter) || len(s) >= rare) {
		return t.replaced(e, s)
	}
	if at := uuidForm.FindStringIndex(s); at != nil {
		if wordAt(s, at[0]-1) && s[at[0]-1] != '_' || wordAt(s, at[1]) && s[at[1]] != '_' {
			return t.unknown(ID, s)
		}
		return glue(t.part(s[:at[0]]), t.unknown(UUID, s[at[0]:at[1]]), t.part(s[at[1]:]))
	}
	if m := fraction.FindStringSubmatch(s); m != nil {
		if len(m[2]) <= 3 || strings.Trim(m[2], "0") == "" {
			return s
		}
		if t.phase != replace {
			return s
		}
		return t.spelling.Shorten(m[1], m[2]) + m[3]
	}
	if t.harmless(s) {
		return s
	}
	if out, ok := t.compound(s); ok {
		return out
	}
	return t.unknown(kindOf(s), s)
}

// glue joins pieces so that no pseudonym stands right beside a word.
func glue(pieces ...string) string {
	out := ""
	for _, p := range pieces {
		if out != "" && p != "" && wordAt(out, len(out)-1) && wordAt(p, 0) {
			out += "-"
		}
		out += p
	}
	return out
}

// part is a piece of a word, perhaps with marks around it.
func (t *Table) part(s string) string {
	word, before, _ := run(s)
	if word == "" {
		return s
	}
	return s[:before] + t.word(word) + s[before+len(word):]
}

// harmless reports whether a word may stay: it is one of the vocabulary, or put together
// of such words, a short number, or what names an Apple device and its software.
func (t *Table) harmless(s string) bool {
	if t.words[s] || len(s) == 1 && s[0] < utf8.RuneSelf {
		return true
	}
	for _, form := range harmlessForms {
		if form.MatchString(s) {
			return true
		}
	}
	parts := strings.FieldsFunc(s, joint)
	if len(parts) < 2 {
		return false
	}
	words := 0
	for _, p := range parts {
		switch {
		case t.words[p] && strings.ContainsFunc(p, letter) && t.names[p] == nil:
			words++
		case len(p) <= 4 && leading(p, digit) == len(p):
		default:
			return false
		}
	}
	return words > 0 && t.harmlessAroundPseudonym(s) && !ipv4(ipv4Form.FindString(s))
}

// harmlessAroundPseudonym reports whether what stands beside a pseudonym in a word, or what
// looks like one, may stay too: read again, it will stand alone.
func (t *Table) harmlessAroundPseudonym(s string) bool {
	for i := range len(s) {
		_, _, n := t.spelling.Read(s[i:])
		if n == 0 || wordAt(s, i-1) {
			continue
		}
		for _, beside := range []string{s[:i], s[i+n:]} {
			if word, _, _ := run(beside); word != "" && !t.harmless(word) {
				return false
			}
		}
		return true // what follows has been looked at
	}
	return true
}

// joint joins the parts of a word.
func joint(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '$' }

// compound takes a word apart that holds a known name, com.example.notes.uploads, or
// begins with com.apple.; false when there is neither.
func (t *Table) compound(s string) (string, bool) {
	const most = 24 // parts: more are no identifier
	var starts, ends []int
	for i := range len(s) {
		if !joint(rune(s[i])) && (i == 0 || joint(rune(s[i-1]))) {
			starts = append(starts, i)
		}
		if !joint(rune(s[i])) && (i == len(s)-1 || joint(rune(s[i+1]))) {
			ends = append(ends, i+1)
		}
	}
	if len(starts) < 2 || len(starts) > most {
		return "", false
	}
	for i, from := range starts {
		for j := len(ends) - 1; j >= i; j-- {
			sub := s[from:ends[j]]
			if e := t.names[canonical(sub)]; e != nil && e.told && len(sub) < len(s) && strings.ContainsFunc(sub, letter) {
				return glue(t.part(s[:from]), t.replaced(e, sub), t.part(s[ends[j]:])), true
			}
		}
	}
	if !strings.HasPrefix(s, "com.apple.") {
		return "", false
	}
	labels := strings.Split(s, ".")
	for i, l := range labels {
		if i >= 3 && slices.Contains(domains, l) && i < len(labels)-1 {
			return strings.Join(labels[:i], ".") + "." + t.word(strings.Join(labels[i:], ".")), true
		}
		if !appleLabel.MatchString(l) {
			labels[i] = t.part(l)
		}
	}
	return strings.Join(labels, "."), true
}

// appleID reports whether a value is one of Apple's own identifiers.
func appleID(s string) bool {
	rest, ok := strings.CutPrefix(s, "com.apple.")
	if !ok {
		return false
	}
	for i, l := range strings.Split(rest, ".") {
		if !appleLabel.MatchString(l) || i > 0 && slices.Contains(domains, l) {
			return false
		}
	}
	return true
}

// domains are the top-level domains with which identifiers of apps begin and names of
// hosts end.
var domains = strings.Fields("com org net io de app co dev me edu gov mil int info biz uk fr jp cn eu ch at it es nl se no fi dk pl ru br in au ca us kr tw tv ai cloud xyz online site tech local lan home internal arpa")

// fileEndings tell paths from hosts.
var fileEndings = strings.Fields("log txt json jsonl ndjson csv ips crash md gz zst tar tgz zip plist sqlite sqlite-wal sqlite-shm db jpg jpeg png heic mov mp4 m4a mp3 wav pdf html xml tmp dat bin dylib framework appex bundle swift m mm h c cpp")

// kindOf classifies a word that is no known name.
func kindOf(s string) Kind {
	if strings.Contains(s, "@") {
		return User
	}
	if _, err := netip.ParseAddr(s); err == nil {
		return Host
	}
	if numeric.MatchString(s) || strings.HasPrefix(s, "0x") {
		return ID
	}
	if mangled.MatchString(s) || !dotted.MatchString(s) {
		return Name
	}
	labels := strings.Split(strings.ToLower(s), ".")
	switch last := labels[len(labels)-1]; {
	case slices.Contains(domains, labels[0]) && len(labels) > 2:
		return App
	case slices.Contains(fileEndings, last):
		return Path
	case slices.Contains(domains, last):
		return Host
	}
	return Name
}
