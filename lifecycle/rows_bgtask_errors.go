package lifecycle

// Events of the exceptions and reports about BGTasks that rows_bgtask.go does not hold.
const (
	BGTaskHandlerSetTwice EventKind = "bgtask-handler-set-twice" // exception: a second expiration handler
	BGTaskReportedLate    EventKind = "bgtask-reported-late"     // report: setTaskCompleted was not called within 5 s of the expiration handler
)

var bgTaskErrorRows = []*Row{
	{
		ID: "bgt.two_exp", From: fromAnyone, Kind: BGTaskHandlerSetTwice, Inside: true, Seen: "26.1",
		Format:  "Only a single expiration handler may be set",
		Example: "Only a single expiration handler may be set",
	},
	{
		ID: "dasd.report_text", From: fromAnyone, Kind: BGTaskReportedLate, Inside: true, Seen: "18.2",
		Format: "setTaskCompleted was not called in time after the BGTask with identifier (%@)'s expiration handler was called.", Fields: "identifier",
		Example: "setTaskCompleted was not called in time after the BGTask with identifier (com.example.notes.refresh)'s expiration handler was called.",
	},
}
