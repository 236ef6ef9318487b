package logstyle

import "time"

// What people copy out of Console: the visible columns, joined by tabs, with
// the message's own newlines raw. The letters are the sets of columns met in
// public tickets.
var consoleStyles = []Style{
	consoleStyle("console-a", Style{}, func(b []byte, l *line) []byte { // a live device, the default columns
		b = tabbed(b, consoleType(l))
		b = append(l.consoleTime(b, ""), '\t')
		b = tabbed(b, l.owner())
		return l.message(b)
	}),
	consoleStyle("console-b", Style{}, func(b []byte, l *line) []byte { // macOS 10.14 and older: a blank before the zone
		b = tabbed(b, consoleType(l))
		b = append(l.consoleTime(b, " "), '\t')
		b = tabbed(b, l.owner())
		return l.message(b)
	}),
	consoleStyle("console-c", Style{HasLibrary: true}, func(b []byte, l *line) []byte { // with the library column
		b = tabbed(b, consoleType(l))
		b = append(l.consoleTime(b, ""), '\t')
		b = tabbed(b, l.owner())
		b = tabbed(b, l.library())
		return l.message(b)
	}),
	consoleStyle("console-d", Style{HasMarkers: true, HasDate: true, HasYear: true, HasSubsystem: true, HasCategory: true}, func(b []byte, l *line) []byte { // an opened .logarchive
		b = tabbed(b, consoleType(l))
		b = append(b, l.date...)
		b = append(b, ' ')
		b = append(l.consoleTime(b, " "), '\t')
		b = tabbed(b, l.owner())
		b = tabbed(b, l.Subsystem)
		b = tabbed(b, l.Category)
		return l.message(b)
	}),
	consoleStyle("console-e", Style{}, func(b []byte, l *line) []byte { // the type column is hidden
		b = append(l.consoleTime(b, ""), '\t')
		b = tabbed(b, l.owner())
		return l.message(b)
	}),
	consoleStyle("console-f", Style{}, func(b []byte, l *line) []byte { // a mail program turned the tabs into blanks
		b = append(b, consoleType(l)...)
		b = append(l.consoleTime(append(b, ' '), " "), "   "...)
		b = append(b, l.owner()...)
		b = append(b, "    "...)
		return l.message(b)
	}),
	consoleStyle("console-columns", Style{HasSubsystem: true, HasCategory: true, HasLibrary: true}, func(b []byte, l *line) []byte { // the user moved the columns
		b = append(l.consoleTime(b, ""), '\t')
		b = tabbed(b, l.Category)
		b = append(append(b, l.msg...), '\t')
		b = tabbed(b, l.Subsystem)
		b = tabbed(b, l.library())
		b = tabbed(b, consoleType(l))
		b = append(b, l.owner()...)
		return append(b, '\n')
	}),
}

func consoleStyle(name string, s Style, row func([]byte, *line) []byte) Style {
	s.Name, s.Format, s.row = name, "console", row
	s.HasTime, s.HasZone, s.HasProcess, s.Precision = true, true, true, time.Microsecond
	s.HasLevel = name != "console-e"
	return s
}

// consoleTime appends the clock time, gap and the zone.
func (l *line) consoleTime(b []byte, gap string) []byte {
	b = l.micros(append(b, l.clock...))
	b = append(b, gap...)
	return append(b, l.offset...)
}

// consoleType is the word of the Type column; the one for logd's own notes is
// not published, so they are written like any other message.
func consoleType(l *line) string {
	if l.Kind != "" {
		return Default
	}
	return l.Level
}

func tabbed(b []byte, s string) []byte { return append(append(b, s...), '\t') }
