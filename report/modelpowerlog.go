package report

import "github.com/bglog/bglog/parse"

// PowerLog is what the device's PowerLog recorded of an app, with its numbers as they
// are: a witness beside the log, of which no finding is made.
type PowerLog struct {
	Timeline int        `json:"timeline"`
	App      string     `json:"app"`
	First    parse.Time `json:"first"` // of all that PowerLog recorded, of any app
	Last     parse.Time `json:"last"`
	// Certainty is likely where its times may be off, or what its numbers mean is inferred.
	Certainty string          `json:"certainty"`
	States    []PowerState    `json:"states"`
	Exits     []PowerExit     `json:"exits"`
	Prewarms  []PowerPrewarm  `json:"prewarms"`
	Transfers []PowerTransfer `json:"transfers"`
	Runs      []PowerRun      `json:"runs"`
	LeftOut   int             `json:"left_out"` // of the lists, which are bounded
}

// PowerState counts the changes to one state.
type PowerState struct {
	State   int64   `json:"state"`
	Meaning *string `json:"meaning"` // as far as is known
	Count   int     `json:"count"`
}

// PowerExit is the end of a process.
type PowerExit struct {
	At      parse.Time `json:"at"`
	PID     *int       `json:"pid"`
	Reason  int64      `json:"reason"`
	Subcode int64      `json:"subcode"`
}

// PowerPrewarm is a launch before anybody asked for the app.
type PowerPrewarm struct {
	At  parse.Time `json:"at"`
	PID *int       `json:"pid"`
}

// PowerTransfer is a background transfer with its states in order.
type PowerTransfer struct {
	UUID          string      `json:"uuid"`
	First         parse.Time  `json:"first"`
	Last          parse.Time  `json:"last"`
	States        []int64     `json:"states"`
	Meaning       *string     `json:"meaning"` // of the last state, as far as is known
	Received      *int64      `json:"bytes_received"`
	Sent          *int64      `json:"bytes_sent"`
	Error         *PowerError `json:"error"` // the last one
	WillRetry     bool        `json:"will_retry"`
	Discretionary bool        `json:"discretionary"`
}

// PowerError is an error of a transfer.
type PowerError struct {
	Domain *string `json:"domain"`
	Code   int64   `json:"code"`
}

// PowerRun is a run of one of the scheduler's activities.
type PowerRun struct {
	Name     string     `json:"name"`
	At       parse.Time `json:"at"`
	Took     float64    `json:"took_s"`
	Priority int64      `json:"priority"`
}
