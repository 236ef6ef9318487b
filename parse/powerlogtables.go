package parse

import "strings"

// powerTable is a table of powerlogd's, and how its rows are read.
type powerTable struct {
	name     string
	columns  []string
	optional []string // columns that only some systems have
	newer    bool     // only newer systems have it
	// take reads a row; false when it cannot be told when or of what it is.
	take func(s *powerScan, r powerRow) bool
}

// powerOffsets are the offsets of powerlogd's clock: "timestamp + system" is the time of
// the device (Apple's own query of it; four rows a day and one for each change).
var powerOffsets = powerTable{
	name: "PLStorageOperator_EventForward_TimeOffset", columns: []string{"timestamp", "system"},
	take: func(s *powerScan, r powerRow) bool {
		from, offset := r.number(0), r.number(1)
		if !(plausible(from) && offset > -maxPowerOffset && offset < maxPowerOffset) {
			return false
		}
		return keep(s, &s.offsets, powerOffset{from, offset}, true)
	},
}

// maxPowerOffset is how far the clocks may be apart, seconds: devices are set to other
// years to look behind a trial's end.
const maxPowerOffset = 20 * 365 * 86400

// powerTables are those that tell of background work (columns seen in a database of iOS
// 15.0.2, and in dasd's and powerlogd's own code since).
var powerTables = []powerTable{
	{
		name: "PLApplicationAgent_EventForward_Application", columns: []string{"timestamp", "Identifier", "pid", "State"},
		take: func(s *powerScan, r powerRow) bool {
			x := PowerState{s.wall(r.number(0)), r.text(1), r.pid(2), r.integer(3, 0)}
			return keep(s, &s.log.States, x, x.Time.Known() && x.App != "")
		},
	},
	{
		name: "PLApplicationAgent_EventPoint_ApplicationExitReason", columns: []string{"timestamp", "Identifier", "pid", "Reason", "Subcode"},
		take: func(s *powerScan, r powerRow) bool {
			x := PowerExit{s.wall(r.number(0)), r.text(1), r.pid(2), r.integer(3, 0), r.integer(4, 0)}
			return keep(s, &s.log.Exits, x, x.Time.Known() && x.App != "")
		},
	},
	{
		name: "PLApplicationAgent_EventPoint_AppPrewarm", columns: []string{"timestamp", "BundleID", "PID"},
		take: func(s *powerScan, r powerRow) bool {
			x := PowerPrewarm{s.wall(r.number(0)), r.text(1), r.pid(2)}
			return keep(s, &s.log.Prewarms, x, x.Time.Known() && x.App != "")
		},
	},
	{
		name:    "PLXPCAgent_EventPoint_BackgroundTransfer",
		columns: []string{"timestamp", "bundleID", "taskUUID", "state", "bytesReceived", "bytesSent", "errorDomain", "errorCode", "willRetry", "isDiscretionary"},
		take: func(s *powerScan, r powerRow) bool {
			x := PowerTransfer{
				Time: s.wall(r.number(0)), App: s.name(client(r.v[1].Text())), UUID: r.text(2), State: r.integer(3, -1),
				Received: r.integer(4, -1), Sent: r.integer(5, -1), ErrorDomain: r.text(6), Error: r.integer(7, 0),
				WillRetry: r.integer(8, 0) != 0, Discretionary: r.integer(9, 0) != 0,
			}
			return keep(s, &s.log.Transfers, x, x.Time.Known() && x.App != "" && x.UUID != "")
		},
	},
	{
		// dasd writes the row when the run is over: timestamp is its beginning and duration
		// how long it took. startTime and endTime are the window in which it could have run.
		name: "PLDuetService_EventNone_DASActivity", columns: []string{"timestamp", "duration", "taskName", "bundleID", "priority"},
		optional: []string{"bundleID"},
		take: func(s *powerScan, r powerRow) bool {
			x := PowerRun{s.wall(r.number(0)), r.number(1), r.text(2), r.text(3), r.integer(4, 0)}
			return s.run(x)
		},
	},
	{
		// its dates are those of the device's clock, as are all that dasd hands over
		name: "PLDuetService_EventNone_DASActivityLifecycle", newer: true, columns: []string{"StartDate", "Duration", "Name", "BundleID", "Priority"},
		optional: []string{"BundleID", "Priority"},
		take: func(s *powerScan, r powerRow) bool {
			return s.run(PowerRun{s.moment(r.number(0)), r.number(1), r.text(2), r.text(3), r.integer(4, 0)})
		},
	},
}

// run keeps a run.
func (s *powerScan) run(x PowerRun) bool {
	if !(x.Seconds >= 0 && x.Seconds < 30*86400) {
		x.Seconds = 0
	}
	return keep(s, &s.log.Runs, x, x.Time.Known() && x.Name != "")
}

// client is whose transfer it is: "com.example.notes:[…]" names first the client of
// nsurlsessiond.
func client(id string) string {
	id, _, _ = strings.Cut(id, ":[")
	return id
}
