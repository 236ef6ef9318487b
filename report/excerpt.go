package report

import "strings"

// excerpt shortens the text of a log line to at most width columns so that the
// telling parts stay: its beginning, and whatever holds one of the words to keep
// with a little of what surrounds it. What is left out shows as "…"; of UUIDs
// only the beginning stays.
func excerpt(s string, width int, keep []string) string {
	s = shortUUIDs(oneLine(s))
	if columns(s) <= width {
		return s
	}
	words := strings.Fields(s)
	shown := make([]bool, len(words))
	room := width
	show := func(i int) bool {
		if i < 0 || i >= len(words) || shown[i] {
			return true
		}
		n := columns(words[i]) + 1
		if n > room {
			return false
		}
		shown[i] = true
		room -= n
		return true
	}
	// half of the room at most goes to the words to keep
	for _, i := range telling(words, keep) {
		if room > width/2 {
			show(i)
		}
	}
	room -= 4 // for the signs of omission
	for i := range words {
		if !show(i) {
			break
		}
	}
	if out := joinShown(words, shown); out != "" {
		return elide(out, width)
	}
	return elide(s, width)
}

// shortWords elides words of more than width columns, mangled symbols most often:
// cut in two they could not be searched for either.
func shortWords(s string, width int) string {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = elide(w, width)
	}
	return strings.Join(words, " ")
}

// telling lists the indices of the words that hold, or are part of, something to
// keep, each with its neighbours.
func telling(words []string, keep []string) []int {
	var at []int
	for _, k := range keep {
		want := strings.Fields(oneLine(k))
		if len(want) == 0 {
			continue
		}
		for i := range words {
			if holdsAt(words, i, want) {
				for j := i - 2; j <= i+len(want)+1; j++ {
					at = append(at, j)
				}
				break
			}
		}
	}
	return at
}

// holdsAt reports whether the wanted words stand at i; the first and last may be
// part of longer words, as in taskName=FlushOutbox, .
func holdsAt(words []string, i int, want []string) bool {
	if i+len(want) > len(words) {
		return false
	}
	if len(want) == 1 {
		return strings.Contains(words[i], want[0])
	}
	for j, w := range want {
		ok := words[i+j] == w
		switch j {
		case 0:
			ok = strings.HasSuffix(words[i], w)
		case len(want) - 1:
			ok = strings.HasPrefix(words[i+j], w)
		}
		if !ok {
			return false
		}
	}
	return true
}

func joinShown(words []string, shown []bool) string {
	var b strings.Builder
	gap, any := false, false
	for i, w := range words {
		if !shown[i] {
			gap = true
			continue
		}
		if any {
			b.WriteByte(' ')
		}
		if gap {
			b.WriteString("… ")
		}
		b.WriteString(w)
		gap, any = false, true
	}
	if gap && any {
		b.WriteString(" …")
	}
	return b.String()
}

// shortUUIDs leaves of each UUID what tells it apart: its first eight digits.
func shortUUIDs(s string) string {
	const length, kept = 36, 8
	var b strings.Builder
	for len(s) >= length {
		i := strings.IndexByte(s, '-')
		switch {
		case i < 0:
			b.WriteString(s)
			return b.String()
		case i >= kept && len(s) >= i-kept+length && uuid(s[i-kept:i-kept+length]):
			b.WriteString(s[:i])
			b.WriteString("…")
			s = s[i-kept+length:]
		default:
			b.WriteString(s[:i+1])
			s = s[i+1:]
		}
	}
	b.WriteString(s)
	return b.String()
}

func uuid(s string) bool {
	for i := 0; i < len(s); i++ {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		hex := digit(s[i]) || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'f'
		if dash != (s[i] == '-') || !dash && !hex {
			return false
		}
	}
	return true
}
