package lifecycle

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file puts PowerLog beside the log: a witness of its own, of which no lifecycle is
// made.

// AddPowerLog takes what a database of powerlogd tells; before Finish.
func (e *Engine) AddPowerLog(p *parse.PowerLog) {
	if p != nil {
		e.power = append(e.power, p)
	}
}

// concludePower makes one of all databases: powerlogd's archives repeat rows.
func (e *Engine) concludePower() {
	if len(e.power) == 0 {
		return
	}
	all := &parse.PowerLog{Shifted: true}
	for _, p := range e.power {
		all.States = append(all.States, p.States...)
		all.Exits = append(all.Exits, p.Exits...)
		all.Prewarms = append(all.Prewarms, p.Prewarms...)
		all.Transfers = append(all.Transfers, p.Transfers...)
		all.Runs = append(all.Runs, p.Runs...)
		all.First, all.Last = parse.Earliest(all.First, p.First), parse.Latest(all.Last, p.Last)
		all.Shifted = all.Shifted && p.Shifted
	}
	all.States = once(all.States, func(x parse.PowerState) Time { return x.Time })
	all.Exits = once(all.Exits, func(x parse.PowerExit) Time { return x.Time })
	all.Prewarms = once(all.Prewarms, func(x parse.PowerPrewarm) Time { return x.Time })
	all.Transfers = once(all.Transfers, func(x parse.PowerTransfer) Time { return x.Time })
	all.Runs = once(all.Runs, func(x parse.PowerRun) Time { return x.Time })
	e.t.Power = all
}

// once sorts rows by time and leaves one of those that are the same.
func once[T comparable](rows []T, at func(T) Time) []T {
	seen := make(map[T]bool, len(rows))
	rows = slices.DeleteFunc(rows, func(x T) bool {
		again := seen[x]
		seen[x] = true
		return again
	})
	slices.SortStableFunc(rows, func(a, b T) int { return cmp.Compare(at(a).Micros(), at(b).Micros()) })
	return rows
}

// powerSlack is how many seconds PowerLog's times may be off: its clock's distance from
// the device's is noted some times a day, and jumped by 220 s in the database that was
// measured.
const powerSlack = 600

// PowerRan looks for a run of the app's activity with that identifier that PowerLog has
// recorded, and that began and ended in a stretch of time, give or take what its times may
// be off; unknown when there is none, or its times cannot be compared with the log's.
func (t *Timeline) PowerRan(a *App, identifier string, from, to Time) Time {
	if !t.powerTells() || identifier == "" || !from.Known() || !to.Known() {
		return Time{}
	}
	for _, x := range t.Power.Runs {
		another := a != nil && a.BundleID != "" && x.App != "" && x.App != a.BundleID
		if activityIdentifier(x.Name) == identifier && !another && x.Time.After(from.Add(powerSlack)) && x.Time.Add(x.Seconds+powerSlack).Before(to) {
			return x.Time
		}
	}
	return Time{}
}

// PowerEnded is when, by PowerLog, the transfer with that UUID was over, at the latest at
// a moment.
func (t *Timeline) PowerEnded(uuid string, until Time) Time {
	if !t.powerTells() || uuid == "" || !until.Known() {
		return Time{}
	}
	for _, x := range t.Power.Transfers {
		if x.Ended() && strings.EqualFold(x.UUID, uuid) && x.Time.Add(powerSlack).Before(until) {
			return x.Time
		}
	}
	return Time{}
}

// powerTells reports whether PowerLog's times can be compared with the log's.
func (t *Timeline) powerTells() bool { return t.Power != nil && t.Power.Shifted && !t.Unaligned }

// activityIdentifier is the app's own part of the name of one of dasd's activities:
// com.example.notes.refresh of bgRefresh-com.example.notes.refresh; the whole where there
// is none.
func activityIdentifier(name string) string {
	if _, identifier, _, ok := splitActivity(name); ok {
		return identifier
	}
	return name
}

// PowerOf is what PowerLog recorded of an app; nil when there is nothing.
func (t *Timeline) PowerOf(a *App) *parse.PowerLog {
	if t.Power == nil || a == nil || a.BundleID == "" {
		return nil
	}
	own := map[string]bool{}
	for _, x := range t.BGTasks {
		own[x.Identifier] = own[x.Identifier] || x.App == a && x.Identifier != ""
	}
	p := &parse.PowerLog{First: t.Power.First, Last: t.Power.Last, Shifted: t.Power.Shifted}
	p.States = of(t.Power.States, func(x parse.PowerState) bool { return x.App == a.BundleID })
	p.Exits = of(t.Power.Exits, func(x parse.PowerExit) bool { return x.App == a.BundleID })
	p.Prewarms = of(t.Power.Prewarms, func(x parse.PowerPrewarm) bool { return x.App == a.BundleID })
	p.Transfers = of(t.Power.Transfers, func(x parse.PowerTransfer) bool { return x.App == a.BundleID })
	p.Runs = of(t.Power.Runs, func(x parse.PowerRun) bool {
		return x.App == a.BundleID || x.App == "" && own[activityIdentifier(x.Name)]
	})
	if len(p.States)+len(p.Exits)+len(p.Prewarms)+len(p.Transfers)+len(p.Runs) == 0 {
		return nil
	}
	return p
}

// of returns the rows that belong.
func of[T any](rows []T, belongs func(T) bool) (list []T) {
	for _, x := range rows {
		if belongs(x) {
			list = append(list, x)
		}
	}
	return list
}
