package logstyle

import "time"

// Truth is what really happened to the transfers of a story, whatever its log
// shows of it.
type Truth struct {
	Transfers []*TransferTruth // in order of creation
	Wakes     []*WakeTruth
	Resets    []ResetTruth
}

// TransferTruth is what happened to one transfer. Moments that never came are zero.
type TransferTruth struct {
	UUID   string
	Number int
	Bundle string

	Created   time.Time
	Resumed   time.Time
	Started   time.Time // the first request went out
	Finished  time.Time // for good
	Delivered time.Time // the app has taken it

	Discretionary bool // as last decided before the start
	// Delay is the largest delay that the limiter put on it, Held how long that
	// kept it from its first start.
	Delay, Held time.Duration
	Retries     int
	// Code is of its last error, 0 when it succeeded: nsurlsessiond's own until the app
	// is told, which then sees another one.
	Code int
	// Reason is why the system cancelled it, as the app was told; -1 when it was not.
	Reason  int
	Outcome string // as in the report
}

// WakeTruth is a wake, or the daemon's decision against one, and the delay that it
// set.
type WakeTruth struct {
	At      time.Time
	Session string
	Delay   time.Duration // 0 when it was no step
	Made    int           // transfers that the app created before it came to the front or was woken again
	Outcome string        // as in the report
	Why     string        // of a refusal, as in the report
}

// ResetTruth is an end of the limiter's delay.
type ResetTruth struct {
	At    time.Time
	Cause string // as in the report
}
