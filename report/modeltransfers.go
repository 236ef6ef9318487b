package report

import (
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// Session is one background URLSession.
type Session struct {
	Timeline        int        `json:"timeline"`
	App             *string    `json:"app"`
	ID              string     `json:"id"`
	Identifier      *string    `json:"identifier"`
	Created         parse.Time `json:"created"`
	Invalidated     parse.Time `json:"invalidated"`
	LaunchEvents    *bool      `json:"launch_events"`
	ResourceTimeout *float64   `json:"resource_timeout_s"`
	Transfers       int        `json:"transfers"`
	Wakes           int        `json:"wakes"`
}

// Transfer is one background download or upload.
type Transfer struct {
	Timeline      int            `json:"timeline"`
	App           *string        `json:"app"`
	Session       *string        `json:"session"`
	Task          string         `json:"task"`
	Number        int            `json:"number"`
	Kind          string         `json:"kind"`
	Discretionary *bool          `json:"discretionary"`
	Background    *bool          `json:"background"` // created while the app was in the background
	Created       parse.Time     `json:"created"`
	Resumed       parse.Time     `json:"resumed"`
	Started       parse.Time     `json:"started"`
	Finished      parse.Time     `json:"finished"`
	Delivered     parse.Time     `json:"delivered"`
	Status        *int           `json:"status"`
	Error         *TransferError `json:"error"`
	Retries       int            `json:"retries"`
	Sent          *int64         `json:"bytes_sent"`
	Received      *int64         `json:"bytes_received"`
	LimiterDelay  *float64       `json:"limiter_delay_s"`
	Wait          *float64       `json:"wait_s"`
	Delivery      *float64       `json:"delivery_s"`
	DeliveryCause *string        `json:"delivery_cause"`
	Waits         []Wait         `json:"waits"`
	Reasons       []Decision     `json:"reasons"` // what dasd said while it held the transfer
	Outcome       string         `json:"outcome"`

	source *lifecycle.Transfer
}

// TransferError is why a transfer failed.
type TransferError struct {
	Domain *string `json:"domain"` // null where the log hides it; the code tells it
	Code   int     `json:"code"`
	Reason *int    `json:"reason"` // NSURLErrorBackgroundTaskCancelledReasonKey
}

// Wait is a part of a transfer's wait.
type Wait struct {
	Cause   string  `json:"cause"`
	Seconds float64 `json:"seconds"`
}

// Decision is an answer of one of dasd's policies.
type Decision struct {
	Decision  string     `json:"decision"`
	Policy    string     `json:"policy"`
	Rationale string     `json:"rationale"`
	Count     int        `json:"count"`
	First     parse.Time `json:"first"`
	Last      parse.Time `json:"last"`
}

// Wake is one time that nsurlsessiond woke an app, or decided not to.
type Wake struct {
	Timeline      int        `json:"timeline"`
	App           *string    `json:"app"`
	Session       *string    `json:"session"`
	At            parse.Time `json:"at"`
	LimiterDelay  *float64   `json:"limiter_delay_s"`
	Predicted     *float64   `json:"predicted_delay_s"`
	Transfers     int        `json:"transfers_created"`
	HandlerCalled *bool      `json:"handler_called"`
	Outcome       string     `json:"outcome"`
	Why           *string    `json:"why"`

	source *lifecycle.Wake
}

// LimiterChange is a step or a reset of the rate limiter's delay for an app.
type LimiterChange struct {
	Timeline  int        `json:"timeline"`
	App       *string    `json:"app"`
	At        parse.Time `json:"at"`
	Event     string     `json:"event"` // step, reset
	Cause     string     `json:"cause"`
	Delay     float64    `json:"delay_s"`
	Predicted float64    `json:"predicted_s"`
	Logged    bool       `json:"logged"`  // nsurlsessiond's own line tells of it
	Differs   *string    `json:"differs"` // why log and prediction differ
	// Hit is the number of the first transfer that waited for a step, where one did.
	Hit *int `json:"transfer"`
	// Held are the transfers that waited for a step, by task: numbers alone repeat
	// from session to session.
	Held []string `json:"held_tasks"`
}
