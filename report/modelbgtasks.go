package report

import (
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// BGTask is one request of the BackgroundTasks framework, or one launch of the app
// for a background fetch or a silent push.
type BGTask struct {
	Timeline int     `json:"timeline"`
	App      *string `json:"app"`
	PID      *int    `json:"pid"`
	// Identifier is the app's, the bundle id of a fetch or push; null when hidden.
	Identifier *string `json:"identifier"`
	// Request is the first digits of the UUID of dasd's activity.
	Request   *string    `json:"request"`
	Kind      string     `json:"kind"`
	Submitted parse.Time `json:"submitted"`
	// Earliest and Latest are the window in which the scheduler may run it.
	Earliest     parse.Time   `json:"earliest_begin"`
	Latest       parse.Time   `json:"latest"`
	LaunchAsked  parse.Time   `json:"launch_asked"` // the system was asked to launch or resume the app for it
	Delivered    parse.Time   `json:"delivered"`    // the request reached the app
	Started      parse.Time   `json:"started"`      // the app's handler was called
	Expired      parse.Time   `json:"expired"`
	Completed    parse.Time   `json:"completed"`
	Ended        parse.Time   `json:"ended"` // by the scheduler's account
	Success      *bool        `json:"success"`
	Simulated    bool         `json:"simulated"`
	Error        *BGTaskError `json:"error"`
	EndedBy      *string      `json:"ended_by"`
	EndedWhy     *string      `json:"ended_why"` // the policy, trigger or limit that the scheduler named
	LastProgress parse.Time   `json:"last_progress"`
	Ran          *float64     `json:"ran_s"`
	Outcome      string       `json:"outcome"`
	// Scored counts the scheduler's decisions, Refused those that forbade the run,
	// Postponed those that waited for a better time.
	Scored    int        `json:"scored"`
	Refused   int        `json:"refused"`
	Postponed int        `json:"postponed"`
	Decisions []Decision `json:"decisions"`

	cancelled parse.Time // or replaced
	source    *lifecycle.BGTask
}

// BGTaskError is why a request was rejected.
type BGTaskError struct {
	Domain *string `json:"domain"`
	Code   int     `json:"code"`
}
