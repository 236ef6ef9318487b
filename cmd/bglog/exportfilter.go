package main

import (
	"slices"
	"strings"

	"github.com/bglog/bglog/parse/logarchive"
	"github.com/bglog/bglog/parse/logshow"
)

// exportFilter selects entries: what is given has to be true at once.
type exportFilter struct {
	processes  map[string]bool     // empty: all
	subsystems map[string][]string // by name: the categories, nil: all; empty: all subsystems
	worth      int                 // the least in severities
	relevant   logarchive.Filter   // nil: all
}

// severities are the levels from the least to the worst.
var severities = []logarchive.Level{logarchive.LevelDebug, logarchive.LevelInfo, logarchive.LevelDefault, logarchive.LevelError, logarchive.LevelFault}

func newExportFilter(processes, subsystems []string, level string) *exportFilter {
	f := &exportFilter{processes: map[string]bool{}, subsystems: map[string][]string{}}
	for _, p := range processes {
		f.processes[p] = true
	}
	for _, s := range subsystems {
		name, category, one := strings.Cut(s, ":")
		categories, known := f.subsystems[name]
		switch {
		case !one:
			categories = nil
		case !known || categories != nil:
			categories = append(categories, category)
		}
		f.subsystems[name] = categories
	}
	f.worth = slices.IndexFunc(severities, func(l logarchive.Level) bool { return l.String() == level })
	return f
}

// orNil is the filter for the reader; nil lets it skip the questions.
func (f *exportFilter) orNil() logarchive.Filter {
	if len(f.processes) == 0 && len(f.subsystems) == 0 && f.relevant == nil {
		return nil
	}
	return f
}

// Process asks for the processes when they are chosen, else leaves it to the subsystems.
func (f *exportFilter) Process(name []byte) bool {
	switch {
	case len(f.processes) > 0:
		return f.processes[string(name)]
	case len(f.subsystems) > 0:
		return false
	}
	return f.relevant.Process(name)
}

// Subsystem counts only where no process is chosen.
func (f *exportFilter) Subsystem(name []byte) bool {
	switch {
	case len(f.processes) > 0:
		return false
	case len(f.subsystems) > 0:
		_, ok := f.subsystems[string(name)]
		return ok
	}
	return f.relevant.Subsystem(name)
}

// Origin asks all that is given.
func (f *exportFilter) Origin(process, image, subsystem []byte) (wanted, search bool) {
	if len(f.processes) > 0 && !f.processes[string(process)] {
		return false, false
	}
	if _, ok := f.subsystems[string(subsystem)]; len(f.subsystems) > 0 && !ok {
		return false, false
	}
	if f.relevant != nil {
		return f.relevant.Origin(process, image, subsystem)
	}
	return true, false
}

// Search is asked for what may be relevant.
func (f *exportFilter) Search(process, message []byte) bool {
	return f.relevant.Search(process, message)
}

// Literals are those of what may be relevant.
func (f *exportFilter) Literals(process []byte) [][]byte { return f.relevant.Literals(process) }

// entry decides what the reader does not ask: by category and level, and about entries of
// processes that no catalog lists.
func (f *exportFilter) entry(e *logarchive.Entry) bool {
	if e.Kind == logarchive.KindLoss || logshow.IsMarker(e) {
		return true
	}
	if len(f.processes) > 0 && !f.processes[e.Process] {
		return false
	}
	if categories, ok := f.subsystems[e.Subsystem]; len(f.subsystems) > 0 && (!ok || len(categories) > 0 && !slices.Contains(categories, e.Category)) {
		return false
	}
	return slices.Index(severities, e.Level) >= f.worth
}
