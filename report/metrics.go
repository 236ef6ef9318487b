package report

import (
	"fmt"
	"math"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// Metric is a figure about everything in a report.
type Metric struct {
	About string
	unit  string
	of    func(r *Report, b Bounding) (figure float64, unknown string)
}

// Metrics are the figures that budgets can limit, by name.
func Metrics() map[string]Metric {
	return map[string]Metric{
		"bgtask-runs-per-day": {
			About: "the number of runs of BGTasks in a day, on average over the logs", unit: "a day",
			of: perDay(bgtaskRuns, "dasd"),
		},
		"background-launches-per-day": {
			About: "the number of launches in the background in a day, on average over the logs", unit: "a day",
			of: perDay(func(r *Report) int {
				return processes(r, func(p *Process) bool { return p.Launch == string(lifecycle.LaunchBackground) })
			}, "runningboardd"),
		},
		"wakes-per-day": {
			About: "how often nsurlsessiond woke the app in a day, on average over the logs", unit: "a day",
			of: perDay(func(r *Report) int { return len(r.Wakes) }, "nsurlsessiond"),
		},
		"bgtask-runs":      {About: "the number of runs of BGTasks", of: count(bgtaskRuns, "dasd")},
		"kills":            {About: "the number of processes that did not end by themselves or by the user's wish", of: count(kills, "runningboardd")},
		"transfers-failed": {About: "the number of background transfers that failed", of: count(transfers("failed"), "nsurlsessiond")},
		"transfers-done":   {About: "the number of background transfers that succeeded", of: count(transfers("succeeded"), "nsurlsessiond")},
		"unparsed-lines": {About: "the number of lines that were not understood", of: count(func(r *Report) (n int) {
			for _, in := range r.Inputs {
				n += in.UnparsedLines
			}
			return n
		}, "")},
		"transfer-wait-s": {
			About: "the longest time that a transfer waited to start", unit: "s",
			of: longest(func(r *Report) (list []*float64) {
				for _, x := range r.Transfers {
					list = append(list, x.Wait)
				}
				return list
			}),
		},
		"background-task-held-s": {
			About: "the longest time that a background task was held", unit: "s",
			of: longest(func(r *Report) (list []*float64) {
				for _, x := range r.Tasks {
					if !x.System {
						list = append(list, x.Held)
					}
				}
				return list
			}),
		},
	}
}

// count is a number of things. Where the log lacks the lines of who would tell, nothing
// proves that there were too few.
func count(n func(*Report) int, sender string) func(*Report, Bounding) (float64, string) {
	return func(r *Report, b Bounding) (float64, string) {
		if b == AtLeast && sender != "" && !heard(r, sender) {
			return 0, "the log holds no line of " + sender
		}
		return float64(n(r)), ""
	}
}

// longest is the largest of many durations. Of none it is 0, which is not too short.
func longest(of func(*Report) []*float64) func(*Report, Bounding) (float64, string) {
	return func(r *Report, b Bounding) (most float64, unknown string) {
		if b == AtLeast {
			unknown = "the log tells no such time"
		}
		for _, s := range of(r) {
			if s != nil {
				most, unknown = max(most, *s), ""
			}
		}
		return most, unknown
	}
}

// secondsPerDay is without leap seconds, as logs are.
const secondsPerDay = 24 * 3600

// perDay divides a number by the days that the logs cover. Less than a day proves that
// there were too many, never that there were too few; and nothing proves that there were
// too few where the log lacks the lines of who would tell.
func perDay(n func(*Report) int, sender string) func(*Report, Bounding) (float64, string) {
	return func(r *Report, b Bounding) (float64, string) {
		covered := r.covered()
		days := covered / secondsPerDay
		if b == AtLeast {
			switch {
			case days < 1:
				return 0, fmt.Sprintf("the log covers %s, less than a day", duration(covered))
			case !heard(r, sender):
				return 0, "the log holds no line of " + sender
			}
			days = math.Floor(days) // of a part of a day nothing is due yet
		}
		return float64(n(r)) / max(days, 1), ""
	}
}

// covered is how many seconds of logs the report is about, on all devices.
func (r *Report) covered() (seconds float64) {
	spans := map[int]Window{}
	for _, in := range r.Inputs {
		w := spans[in.Timeline]
		spans[in.Timeline] = Window{parse.Earliest(w.From, in.First), parse.Latest(w.To, in.Last)}
	}
	for n, w := range spans {
		asked := r.windows[n]
		if asked.To.Known() {
			w.To = parse.Earliest(w.To, asked.To)
		}
		if s, ok := w.To.Since(parse.Latest(w.From, asked.From)); ok {
			seconds += max(s, 0)
		}
	}
	return seconds
}

func heard(r *Report, process string) bool {
	for _, s := range r.Coverage.Senders {
		if deref(s.Process) == process && s.Records > 0 {
			return true
		}
	}
	return false
}

func bgtaskRuns(r *Report) (n int) {
	for _, x := range r.BGTasks {
		if x.Started.Known() && !x.Simulated {
			n++
		}
	}
	return n
}

func processes(r *Report, is func(*Process) bool) (n int) {
	for i := range r.Apps {
		for k := range r.Apps[i].Processes {
			if is(&r.Apps[i].Processes[k]) {
				n++
			}
		}
	}
	return n
}

// harmlessExits are ends that nobody minds, or of which the log does not tell enough.
var harmlessExits = map[lifecycle.ExitKind]bool{
	lifecycle.ExitNormal: true, lifecycle.ExitForceQuit: true, lifecycle.ExitTool: true, lifecycle.ExitUnknown: true, lifecycle.ExitOther: true,
	lifecycle.ExitShutdown: true,
}

func kills(r *Report) int {
	return processes(r, func(p *Process) bool { return p.Exit != nil && !harmlessExits[lifecycle.ExitKind(p.Exit.Kind)] })
}

func transfers(outcome string) func(*Report) int {
	return func(r *Report) (n int) {
		for _, x := range r.Transfers {
			if x.Outcome == outcome {
				n++
			}
		}
		return n
	}
}
