package parse

import (
	"strconv"
	"strings"
)

// backtraces are the parts of a JSON crash report from which symbols come; they
// refer to each other and stand in any order.
type backtraces struct {
	threads, last, images loose
	faulting              int
	told                  bool // faulting is known
}

// into resolves the frames of the crashed thread, of the main thread if that is
// another one, and of the last exception.
func (bt *backtraces) into(s *reportScan, r *Report, ev *evidence) {
	var images []string
	bt.images.elements(func(_ int, m loose) bool {
		name, _ := m.field("name")
		images = append(images, name.text())
		return len(images) < 1<<16
	})
	var main, crashed loose
	found := -1
	bt.threads.elements(func(i int, m loose) bool {
		if i == 0 {
			main = m
		}
		triggered, _ := m.field("triggered")
		if triggered.yes() || bt.told && i == bt.faulting && found < 0 {
			crashed, found = m, i
		}
		return true
	})
	if found <= 0 {
		crashed = main
	} else if frames, ok := main.field("frames"); ok {
		r.MainThread = s.symbols(frames, images, ev)
	}
	frames, _ := crashed.field("frames")
	r.Frames = s.symbols(frames, images, ev)
	r.LastException = s.symbols(bt.last, images, ev)
}

// symbols reads an array of frames.
func (s *reportScan) symbols(frames loose, images []string, ev *evidence) []string {
	var list []string
	frames.elements(func(_ int, m loose) bool {
		if m.cut || m.first() != '{' {
			return true
		}
		var symbol string
		var image, offset int64 = -1, 0
		m.members(func(key string, m loose) bool {
			switch key {
			case "symbol":
				symbol = m.text()
			case "imageIndex":
				if n, ok := m.integer(); ok {
					image = n
				}
			case "imageOffset":
				offset, _ = m.integer()
			}
			return true
		})
		named := symbol != ""
		if !named && image >= 0 && image < int64(len(images)) && images[image] != "" {
			symbol = images[image] + " + " + strconv.FormatInt(offset, 10)
		}
		if symbol == "" {
			symbol = "???"
		}
		list = append(list, symbol)
		if named && (tellingFrame(symbol) || len(list) <= 4) {
			s.prove(ev, frameWeight(symbol), m)
		}
		return len(list) < maxTexts
	})
	return list
}

// parseFrame reads the symbol of a line of a text backtrace:
//
//	5   Notes    0x00000001027c78d0 closure #1 in Outbox.flush() + 176 (Outbox.swift:103)
//	8   Notes    0x0007181f 0x63000 + 59423
//
// The second, which has no symbol, becomes "Notes + 59423".
func parseFrame(line string) (symbol string, ok bool) {
	n := 0
	for n < len(line) && digit(line[n]) {
		n++
	}
	if n == 0 || n > 4 || n == len(line) || line[n] != ' ' && line[n] != '\t' {
		return "", false
	}
	rest := strings.ReplaceAll(line[n:], "\t", " ")
	image, address, found := strings.Cut(rest, " 0x")
	image = strings.TrimSpace(image)
	if !found || image == "" {
		return "", false
	}
	end := 0
	for end < len(address) && (digit(address[end]) || isLetter(rune(address[end]))) {
		end++
	}
	if _, used, isHex := readNumber("0x" + address[:end]); !isHex || used <= 2 {
		return "", false
	}
	symbol = strings.TrimSpace(address[end:])
	switch {
	case symbol == "", strings.HasPrefix(symbol, "(Missing UUID "): // Crashlytics (apollo-kotlin issue 6813)
		return image, true
	case strings.HasPrefix(symbol, "0x"):
		if _, offset, ok := strings.Cut(symbol, " + "); ok {
			return image + " + " + offset, true
		}
		return image, true
	}
	return withoutPlace(symbol), true
}

// withoutPlace takes from a symbol the offset and the place in the source behind it.
func withoutPlace(symbol string) string {
	if i := strings.LastIndex(symbol, " + "); i > 0 && i+3 < len(symbol) && digit(symbol[i+3]) {
		return symbol[:i]
	}
	if i := strings.LastIndex(symbol, " ("); i > 0 && strings.HasSuffix(symbol, ")") && strings.Contains(symbol[i:], ":") {
		return symbol[:i]
	}
	return symbol
}

// threadHeader reads the lines that begin a thread in a text report: "Thread 0
// name: ...", "Thread 0 Crashed:", "Thread 4 Attributed:", "Thread 2:". what is
// "name", "crashed", "frames" or "registers".
func threadHeader(line string) (thread int, what string, ok bool) {
	rest, ok := strings.CutPrefix(line, "Thread ")
	if !ok {
		return 0, "", false
	}
	n := 0
	for n < len(rest) && digit(rest[n]) {
		n++
	}
	if n == 0 || n > 6 {
		return 0, "", false
	}
	thread = decimal([]byte(rest[:n]))
	switch rest = strings.TrimSpace(rest[n:]); {
	case strings.HasPrefix(rest, "name:"):
		return thread, "name", true
	case strings.HasPrefix(rest, "crashed with"), strings.HasPrefix(rest, "Crashed with"):
		return thread, "registers", true
	case strings.HasPrefix(rest, "Crashed:"), strings.HasPrefix(rest, "Attributed:"), strings.HasPrefix(rest, "Highlighted:"):
		return thread, "crashed", true
	case strings.HasPrefix(rest, ":"):
		return thread, "frames", true
	}
	return 0, "", false
}
