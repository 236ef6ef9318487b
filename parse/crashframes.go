package parse

import "strings"

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

// startThread begins the frames of a thread. Only those that may be needed are
// kept: the main thread's and the crashed one's.
func (c *crashText) startThread(n int, what, line string) {
	switch what {
	case "name":
		return
	case "registers":
		c.section = noSection
		return
	case "crashed":
		if c.threads[n] != nil && c.crashed >= 0 {
			c.next() // another report's backtrace
		}
		c.crashed = n
		c.ev.add(c.line, details, line)
	}
	c.section, c.thread = inThread, n
	if n != 0 && n != c.crashed {
		c.section = noSection
	}
}

// goesOnFrames takes a frame of a backtrace.
func (c *crashText) goesOnFrames(line string) {
	list := c.threads[c.thread]
	if c.section == inLastException {
		list = c.r.LastException
	}
	symbol, ok := parseFrame(line)
	if !ok && c.section == inLastException {
		symbol, ok = columnFrame(line, len(list))
	}
	if !ok {
		c.beforeFrames(line)
		return
	}
	c.reason = false
	if !c.ended && !strings.Contains(line, " + ") || len(list) >= maxTexts {
		return
	}
	list = append(list, symbol)
	if c.section == inLastException {
		c.r.LastException = list
	} else {
		c.threads[c.thread] = list
	}
	if tellingFrame(symbol) || len(list) <= 4 {
		c.ev.add(c.line, frameWeight(symbol), line)
	}
}

// beforeFrames takes what Crashlytics prints between the head of a backtrace and its
// frames: the reason of an exception, "EXC_BAD_ACCESS KERN_INVALID_ADDRESS 0x10".
func (c *crashText) beforeFrames(line string) {
	section := c.section
	switch {
	case section == inLastException && c.reason:
		if c.lines++; c.lines <= contextLines {
			c.r.Specific = appendText(c.r.Specific, line)
			c.ev.add(c.line, proves, line)
		}
	case section == inThread && c.thread == c.crashed && len(c.threads[c.thread]) == 0 && c.r.Exception+c.r.Signal == "" && (faultLine(line) || signalLine(line)):
		c.exception(line, line)
		c.section = section
	case section == inThread && c.thread == c.crashed:
		symbol, ok := tabbedFrame(line)
		if !ok && c.thread == namelessThread {
			symbol, ok = bareFrame(line, len(c.threads[c.thread]))
		}
		if ok && len(c.threads[c.thread]) < maxTexts {
			c.threads[c.thread] = append(c.threads[c.thread], symbol)
			c.ev.add(c.line, frameWeight(symbol), line)
		}
	}
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

// bareFrame reads the symbol of a backtrace's line from which somebody has taken the
// image and the address: "0  _dispatch_assert_queue_fail". read is how many frames came
// before it; of those that are left out the numbers tell.
func bareFrame(line string, read int) (symbol string, ok bool) {
	number, symbol, ok := strings.Cut(line, " ")
	n := decimal([]byte(number))
	symbol = strings.TrimSpace(symbol)
	return symbol, ok && n != NoPID && n >= read && (n == 0) == (read == 0) && read < maxTexts && symbol != ""
}

// tabbedFrame reads the symbol of a line of a backtrace that has an image and no address, parted
// by tabs, as HockeyApp shows one (bitstadium/HockeySDK-iOS#146).
func tabbedFrame(line string) (symbol string, ok bool) {
	columns := strings.Split(line, "\t")
	if len(columns) != 3 || decimal([]byte(columns[0])) == NoPID || strings.Contains(columns[1], " ") {
		return "", false
	}
	symbol = withoutPlace(strings.TrimSpace(columns[2]))
	return symbol, symbol != ""
}

// columnFrame reads the symbol of a line of an exception's backtrace that has an image and
// no address, as Crashlytics shows one that it has symbolicated
// (transistorsoft/flutter_background_fetch#414): two blanks or more part the columns, so that
// no line of a reason that begins with a number is taken for one.
func columnFrame(line string, read int) (symbol string, ok bool) {
	columns, ok := bareFrame(line, read)
	_, symbol, apart := strings.Cut(columns, "  ")
	symbol = withoutPlace(strings.TrimSpace(symbol))
	return symbol, ok && apart && symbol != ""
}

// faultLine recognises an exception with the address of a bad access that no label
// announces, "EXC_BAD_ACCESS (SIGSEGV) - KERN_INVALID_ADDRESS at 0x10", or with what Bugsnag and
// Sentry make of it (KSCrash's diagnosis; bugsnag/bugsnag-cocoa#743), and Crashlytics' signal
// with its code and address, "SIGABRT ABORT 0x1a4731104".
func faultLine(line string) bool {
	if strings.HasPrefix(line, "SIG") {
		words := strings.Fields(line)
		return len(words) > 2 && wholeException(words[0]) && strings.ToUpper(words[1]) == words[1] && strings.HasPrefix(words[2], "0x")
	}
	if !strings.HasPrefix(line, "EXC_") {
		return false
	}
	_, fault, ok := strings.Cut(line, " KERN_")
	if !ok {
		_, fault, ok = strings.Cut(line, " Attempted to dereference ")
	}
	return ok && (strings.Contains(fault, " 0x") || strings.HasPrefix(fault, "null pointer"))
}

// signalLine recognises a signal with an address alone, as Crashlytics prints it below the
// head of the crashed thread where it knows no code (bugsnag/bugsnag-cocoa#846).
func signalLine(line string) bool {
	words := strings.Fields(line)
	return len(words) == 2 && strings.HasPrefix(words[0], "SIG") && wholeException(words[0]) && strings.HasPrefix(words[1], "0x")
}

// backtraces chooses the threads that are reported.
func (c *crashText) backtraces() {
	main, crashed := c.threads[0], c.threads[c.crashed]
	switch {
	case c.crashed > 0:
		c.r.Frames, c.r.MainThread = crashed, main
	case c.crashed == 0, c.r.Exception != "", c.r.HasCode, strings.Contains(c.r.Specific, overrun):
		c.r.Frames = main
	}
}
