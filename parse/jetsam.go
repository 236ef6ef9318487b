package parse

import "strings"

// jetsamEntry is an object of a JetsamEvent that may be one of its processes.
type jetsamEntry struct {
	report Report
	ev     evidence
}

// readJetsam reads a JetsamEvent (bug_type 298). Every object that has a reason
// is a process that was killed; the others, the largest process among them, were
// only there. Objects are taken at any depth, so that a file from which someone
// cut lines still tells its victims.
func (s *reportScan) readJetsam(v loose, h *ipsHeader) {
	if h != nil {
		s.event = Report{}
	}
	first := len(s.reports)
	s.readJetsamObject(v, &s.event, 0)
	for _, r := range s.reports[first:] {
		name := r.Process
		r.Time, r.OS, r.Model, r.PageSize, r.Incident = s.event.Time, s.event.OS, s.event.Model, s.event.PageSize, s.event.Incident
		h.complete(s, r)
		r.Process = name // the header names no victim
	}
	switch {
	case len(s.reports) > first:
	case v.cut:
		s.note("line %d: JetsamEvent that is cut off before it tells of a process that was killed", s.lineAt(v.from))
	default:
		s.note("line %d: JetsamEvent in which no process was killed", s.lineAt(v.from))
	}
}

// jetsamDepth bounds the nesting that is followed; device files have three levels.
const jetsamDepth = 16

func (s *reportScan) readJetsamObject(v loose, event *Report, depth int) {
	if depth > jetsamDepth {
		return
	}
	if v.first() == '[' {
		v.elements(func(_ int, m loose) bool {
			if c := m.first(); c == '{' || c == '[' {
				s.readJetsamObject(m, event, depth+1)
			}
			return true
		})
		return
	}
	e := jetsamEntry{report: Report{Kind: ReportJetsam, PID: NoPID}}
	v.members(func(key string, m loose) bool {
		switch key {
		case "date":
			event.Time = s.time(m.text())
		case "build":
			event.OS = m.text()
		case "incident":
			event.Incident = incident(m.text())
		case "product":
			event.Model = m.text()
		case "pageSize":
			event.PageSize, _ = m.integer()
		case "name":
			e.report.Process = m.text()
			s.prove(&e.ev, details, m)
		case "pid":
			e.report.PID = pidOf(m)
			s.prove(&e.ev, details, m)
		case "reason":
			e.report.JetsamReason = m.text()
			s.prove(&e.ev, proves, m)
		case "rpages":
			e.report.Pages, _ = m.integer()
			s.prove(&e.ev, details, m)
		case "states":
			e.report.States = m.texts()
			s.prove(&e.ev, details, m)
		case "uuid":
			// where one entry ends and the next begins can be lost
			if e.report.JetsamReason != "" && e.report.Process != "" {
				s.addVictim(&e)
				e = jetsamEntry{report: Report{Kind: ReportJetsam, PID: NoPID}}
			}
		default:
			if c := m.first(); c == '{' || c == '[' {
				s.readJetsamObject(m, event, depth+1)
			}
		}
		return true
	})
	s.addVictim(&e)
}

func (s *reportScan) addVictim(e *jetsamEntry) {
	r := e.report
	if r.JetsamReason == "" || r.Process == "" && r.PID == NoPID {
		return
	}
	e.ev.into(&r)
	s.add(&r)
}

// jetsamRow reads a row of the table of processes that low memory reports had
// before they were JSON, when it is that of a killed process:
//
//	Notes <0fc6bfb6e18d397ab5d6caab3b3c8e34>  46234  46234  200  [vm]  (frontmost) (resume)
//	Notes <da377209df383c908f2466b856748f12>  11858 (jettisoned) (active)
//
// The first whole number is that of the resident pages; a number with a dot
// before it is the CPU time.
func jetsamRow(line string) (r Report, ok bool) {
	name, figures, ok := processRow(line)
	if !ok {
		return r, false
	}
	r = Report{Kind: ReportJetsam, PID: NoPID, Process: name}
	for _, word := range strings.Fields(figures) {
		first, last := word[0], word[len(word)-1]
		inner := strings.Trim(word, "[]()")
		switch {
		case first == '[' && last == ']' && inner != "", word == "(jettisoned)":
			r.JetsamReason = inner
		case first == '(' && last == ')' && inner != "":
			r.States = append(r.States, inner)
		case first == '[' || first == '(': // cut off
		case word == "-":
		default:
			number, ok := figure(word)
			if !ok {
				return r, false
			}
			if r.Pages == 0 && !strings.Contains(word, ".") {
				r.Pages = int64(number)
			}
		}
	}
	return r, r.Process != "" && r.JetsamReason != ""
}

// processRow splits the row of a process in such a report: its name, the UUID of its
// program, and what follows.
func processRow(line string) (name, figures string, ok bool) {
	name, rest, found := strings.Cut(line, "<")
	if !found || len(rest) < 33 || rest[32] != '>' || strings.Trim(rest[:32], "0123456789abcdef") != "" {
		return "", "", false
	}
	return strings.TrimSpace(name), rest[33:], true
}
