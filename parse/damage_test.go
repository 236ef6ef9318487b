package parse_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// What happens to logs on their way: in terminals, editors, tickets and mails, and
// when captures break off.

// piece takes some lines of a log that follow each other.
func piece(r *rand.Rand, data []byte, lines int) []byte {
	all := bytes.SplitAfter(data, []byte("\n"))
	from := r.IntN(max(1, len(all)-lines))
	return bytes.Join(all[from:min(len(all), from+lines)], nil)
}

// damages are what a log may suffer.
var damages = []func(r *rand.Rand, data []byte) []byte{
	onLine(func(r *rand.Rand, line string) string { return "" }),
	onLine(func(r *rand.Rand, line string) string { return line + line }),
	onLine(func(r *rand.Rand, line string) string { return strings.TrimRight(line, "\r\n") }), // joined with the next
	onLine(func(r *rand.Rand, line string) string { return line[:r.IntN(len(line))] + "\n" }),
	onLine(func(r *rand.Rand, line string) string { return line[r.IntN(len(line)):] }),
	onLine(wrap(60, 140)),
	onLine(func(r *rand.Rand, line string) string { return strings.TrimRight(line, "\r\n") + "\r\n" }),
	onLine(func(r *rand.Rand, line string) string { return "\x00" + line }),
	onLine(insert("\x00")),
	onLine(insert("\xff\xfe")),
	onLine(insert("\x1b[1;31m")),
	onLine(insert("ж☕\u202e\u200b")),
	onLine(insert("[")),
	onLine(insert("] ")),
	onLine(insert(": ")),
	onLine(insert("(x) ")),
	onLine(insert("\t")),
	onLine(func(r *rand.Rand, line string) string { return "\x1b[0;37m" + line }),
	onLine(func(r *rand.Rand, line string) string { return line + strings.Repeat("\n", 1+r.IntN(3)) }),
	onLine(func(r *rand.Rand, line string) string { return line + " \t\n" }),
	onLine(func(r *rand.Rand, line string) string { return line + "\tfurther text\n        {name: \"a\"}\n" }),
	onLine(func(r *rand.Rand, line string) string { return line + "[com.example.notes:sync] a line of its own\n" }),
	onLine(func(r *rand.Rand, line string) string { return line + "10:00:00 not a record\n" }),
	onLine(func(r *rand.Rand, line string) string {
		return line + strings.Repeat("=== Messages dropped during live streaming (use `log show` to see what they were)\n", 1+r.IntN(2))
	}),
	onLine(func(r *rand.Rand, line string) string { return line + "[... 12 lines omitted ...]\n...\n" }),
	onLine(func(r *rand.Rand, line string) string {
		return line + "[disconnected:00008110-000A18E11E8B801E]\n[connected:00008110-000A18E11E8B801E]\n"
	}),
	onLine(func(r *rand.Rand, line string) string {
		return line + "Timestamp                       Thread     Type        Activity             PID    TTL  \n"
	}),
	onLine(func(r *rand.Rand, line string) string {
		return line + "Filtering the log data using \"process == \"Notes\"\"\nSkipping info and debug messages, pass --info and/or --debug to include.\n"
	}),
	onLine(func(r *rand.Rand, line string) string { return strings.ReplaceAll(line, "  ", " ") }),
	onLine(func(r *rand.Rand, line string) string {
		return strings.Replace(line, " 0x", fmt.Sprintf(" 0x%x", r.Uint64()>>r.IntN(40)), 1)
	}),
	onLine(func(r *rand.Rand, line string) string { return strings.TrimRight(line, " \r\n") + "\n" }),
	onLine(func(r *rand.Rand, line string) string {
		return strings.TrimRight(line, "\r\n") + strings.Repeat(" long text", 100<<r.IntN(10)) + "\n"
	}),
	rename("Notes"), rename("runningboardd"), rename("nsurlsessiond"), rename("SpringBoard"),
	func(r *rand.Rand, data []byte) []byte { return bytes.TrimRight(data, "\r\n") },
	func(r *rand.Rand, data []byte) []byte { return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")) },
	func(r *rand.Rand, data []byte) []byte { // two lines change places
		lines := bytes.SplitAfter(data, []byte("\n"))
		i, j := r.IntN(len(lines)), r.IntN(len(lines))
		lines[i], lines[j] = lines[j], lines[i]
		return bytes.Join(lines, nil)
	},
	func(r *rand.Rand, data []byte) []byte { // the time makes a jump
		return bytes.ReplaceAll(data, []byte(" 23:"), []byte(" 00:"))
	},
}

// onLine damages one line.
func onLine(change func(r *rand.Rand, line string) string) func(*rand.Rand, []byte) []byte {
	return func(r *rand.Rand, data []byte) []byte {
		lines := strings.SplitAfter(string(data), "\n")
		if lines[len(lines)-1] == "" {
			lines = lines[:len(lines)-1]
		}
		if len(lines) == 0 {
			return data
		}
		i := r.IntN(len(lines))
		lines[i] = change(r, lines[i])
		return []byte(strings.Join(lines, ""))
	}
}

// insert puts text somewhere into a line, mostly into its columns.
func insert(text string) func(*rand.Rand, string) string {
	return func(r *rand.Rand, line string) string {
		end := len(line)
		if r.IntN(3) > 0 {
			end = min(end, 160)
		}
		at := r.IntN(end)
		return line[:at] + text + line[at:]
	}
}

// wrap breaks a line as a narrow window does.
func wrap(least, most int) func(*rand.Rand, string) string {
	return func(r *rand.Rand, line string) string {
		width := least + r.IntN(most-least)
		var b strings.Builder
		for len(line) > width {
			b.WriteString(line[:width] + "\n")
			line = line[width:]
		}
		return b.String() + line
	}
}

// oddNames are names that processes have, or could.
var oddNames = []string{"Radio Plus", "novio (R14)", "kernel.development", "A", "Notes[2]", "Notes [beta]", "Nötzchen", "日記", "C++ Tool", "a:b", "(x)", "x[1:2]y"}

// rename gives a process an odd name in a few of its lines.
func rename(process string) func(*rand.Rand, []byte) []byte {
	return func(r *rand.Rand, data []byte) []byte {
		name := oddNames[r.IntN(len(oddNames))]
		lines := strings.SplitAfter(string(data), "\n")
		from := r.IntN(len(lines))
		for i := from; i < min(len(lines), from+5); i++ {
			lines[i] = strings.Replace(lines[i], process, name, 1)
		}
		return []byte(strings.Join(lines, ""))
	}
}
