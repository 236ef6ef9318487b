package lifecycle

import (
	"sort"
	"strconv"
	"strings"
)

// Predicate returns the predicate for `log show --predicate` that selects just
// the records that the catalogue knows, one condition a line. With an app (a
// bundle id) its own log and whatever names it is selected too.
func Predicate(app string) string { return messages.predicate(app) }

func (c *catalogue) predicate(app string) string {
	processes, images, subsystems := map[string]bool{}, map[string]bool{}, map[string]bool{}
	literals := map[string]bool{}
	noisyProcesses, noisySubsystems := searched{}, searched{}
	for _, r := range c.rows {
		lit := quotable(r)
		switch {
		case r.From.Noisy && r.Kind == ProcessNoted:
			// not worth the lines
		case r.Proof == proofMarker:
			// no predicate chooses them
		case r.From.Noisy:
			noisyProcesses.add(r.From.Processes, lit)
			if len(r.From.Processes) == 0 {
				noisySubsystems.add(r.From.Subsystems, r.Needs.literal(lit))
			}
		case len(r.From.Processes) > 0:
			add(processes, r.From.Processes)
		case len(r.From.Subsystems) > 0 || len(r.From.Images) > 0:
			add(subsystems, r.From.Subsystems)
			add(images, r.From.Images)
		case r.Origin == Apple && lit != "":
			literals[lit] = true
		}
	}
	parts := []string{
		"process IN " + set(processes),
		"subsystem IN " + set(subsystems),
		// NSLog has no subsystem
		"(sender IN " + set(images) + ` AND subsystem == "")`,
	}
	for _, name := range sorted(noisyProcesses) {
		if !processes[name] {
			parts = append(parts, `(process == "`+name+`" AND `+containing(noisyProcesses[name])+")")
		}
	}
	for _, name := range sorted(noisySubsystems) {
		parts = append(parts, `(subsystem == "`+name+`" AND `+containing(noisySubsystems[name])+")")
	}
	parts = append(parts, containing(literals))
	if app != "" {
		parts = append(parts, "subsystem BEGINSWITH "+strconv.Quote(app), "eventMessage CONTAINS "+strconv.Quote(app))
	}
	return strings.Join(parts, "\n  OR ")
}

// searched holds, by a writer of too much, the literals that its wanted messages
// hold.
type searched map[string]map[string]bool

func (s searched) add(names []string, literal string) {
	for _, name := range names {
		if s[name] == nil {
			s[name] = map[string]bool{}
		}
		s[name][literal] = true
	}
}

// literal is what all messages with that head hold, else the row's own.
func (n headNeed) literal(own string) string {
	switch n {
	case needSession:
		return "Session <"
	case needTask:
		return "Task <"
	}
	return own
}

// quotable returns the longest piece of the row's telling literal that needs no
// quoting inside the shell's single quotes and the predicate's double ones.
func quotable(r *Row) string {
	best := ""
	for _, piece := range strings.FieldsFunc(r.telling(), func(c rune) bool { return strings.ContainsRune("'\"\\\n", c) }) {
		if piece = strings.TrimSpace(piece); len(piece) > len(best) {
			best = piece
		}
	}
	return best
}

func add(m map[string]bool, names []string) {
	for _, n := range names {
		m[n] = true
	}
}

func sorted[V any](m map[string]V) []string {
	var names []string
	for n := range m {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// set prints names as an NSPredicate list.
func set(m map[string]bool) string {
	return `{"` + strings.Join(sorted(m), `", "`) + `"}`
}

// holdsAnother reports whether a shorter literal selects what l selects.
func holdsAnother(l string, literals map[string]bool) bool {
	for o := range literals {
		if o != "" && o != l && strings.Contains(l, o) {
			return true
		}
	}
	return false
}

// containing prints a condition that one of the literals is in the message.
func containing(literals map[string]bool) string {
	var conditions []string
	for _, l := range sorted(literals) {
		if l != "" && !holdsAnother(l, literals) {
			conditions = append(conditions, `eventMessage CONTAINS "`+l+`"`)
		}
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}
