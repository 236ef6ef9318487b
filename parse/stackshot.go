package parse

import "strings"

// overrun is what assertiond, backboardd and SpringBoard wrote up to iOS 12 of a
// process that did not end its background tasks in time.
const overrun = "has active assertions beyond permitted time"

// readStackshot reads the JSON body of a stackshot (bug_type 288). It tells of a
// process's end only when it gives a reason; others are taken by hand or of a
// hang.
func (s *reportScan) readStackshot(v loose, h *ipsHeader) {
	r := &Report{Kind: ReportStackshot, PID: NoPID}
	var ev evidence
	v.members(func(key string, m loose) bool {
		switch key {
		case "reason":
			r.Specific = appendText("", m.text())
			s.prove(&ev, proves, m)
		case "exception":
			if n, ok := m.integer(); ok && n > 0 {
				r.Code, r.HasCode = uint64(n), true
				s.prove(&ev, proves, m)
			}
		case "product":
			r.Model = m.text()
		case "date":
			r.Time = s.time(m.text())
			s.prove(&ev, details, m)
		case "build":
			r.OS = m.text()
		case "incident":
			r.Incident = incident(m.text())
		}
		return true
	})
	if r.Specific == "" {
		s.note("line %d: stackshot without a reason, which does not tell how an app ended", s.lineAt(v.from))
		return
	}
	r.Process, r.BundleID, r.PID = overrunSubject(r.Specific)
	if r.Process == "" && r.BundleID == "" {
		r.BundleID, r.PID, r.Extension = processIdentity(r.Specific)
	}
	h.complete(s, r)
	ev.into(r)
	s.add(r)
}

// overran reports whether a line has the words of overrun, of a process before them or with a list
// behind them: source code and prose quote the words alone.
func overran(line string) bool {
	before, after, found := strings.Cut(line, overrun)
	return found && (strings.HasSuffix(before, " ") || after == "" || after[0] == ':')
}

// overrunSubject reads who overran from the text before the words of overrun.
func overrunSubject(text string) (process, bundle string, pid int) {
	process, bundle, pid = SubjectBefore(text, overrun)
	if process == "" && bundle == "" && pid == NoPID {
		process, pid = holder(text)
	}
	return process, bundle, pid
}

// holder reads of which process an assertion in the list is, "process: Notes[482]
// permittedBackgroundDuration: …", where a placeholder stands before the words.
func holder(text string) (process string, pid int) {
	_, list, _ := strings.Cut(text, overrun)
	_, list, _ = strings.Cut(list, " process: ")
	name, number, found := strings.Cut(list, "[")
	number, after, closed := strings.Cut(number, "]")
	if pid = decimal([]byte(number)); !found || !closed || pid == NoPID || name == "" || strings.ContainsAny(name, "<>:\n") || !strings.HasPrefix(after, " permitted") {
		return "", NoPID
	}
	return name, pid
}

// SubjectBefore reads of whom the words tell from the text before them: "Files:1687",
// "BG[21017]" or "<BKNewProcess: 0x1; com.example; pid: 7; hostpid: -1>".
func SubjectBefore(text, words string) (process, bundle string, pid int) {
	before, _, found := strings.Cut(text, words)
	if !found {
		return "", "", NoPID
	}
	before = strings.TrimSpace(before)
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	}
	if i := strings.LastIndex(before, "<BK"); i >= 0 {
		pid = NoPID
		for _, part := range strings.Split(strings.TrimSuffix(before[i+1:], ">"), "; ") {
			if p, ok := strings.CutPrefix(part, "pid: "); ok {
				pid = decimal([]byte(p))
			} else if !strings.ContainsAny(part, ": <") && strings.Contains(part, ".") {
				bundle = part
			} else if !strings.ContainsAny(part, ":<") {
				process = part // written in place of the bundle id
			}
		}
		return process, bundle, pid
	}
	for _, lead := range []string{"description: ", "<Warning>: ", "<Notice>: ", "<Error>: ", "] "} {
		if i := strings.LastIndex(before, lead); i >= 0 {
			before = before[i+len(lead):]
		}
	}
	if name, digits, ok := strings.Cut(strings.TrimSuffix(before, "]"), "["); ok {
		return strings.TrimLeft(name, ": "), "", decimal([]byte(digits)) // pages lose the level before the colon
	}
	if i := strings.LastIndexByte(before, ':'); i >= 0 {
		if pid = decimal([]byte(before[i+1:])); pid != NoPID {
			return before[:i], "", pid
		}
	}
	return "", "", NoPID
}
