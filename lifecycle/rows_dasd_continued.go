package lifecycle

// Events of dasd about continued processing (iOS 26).
const (
	ContinuedMonitoring EventKind = "continued-monitoring" // its progress is watched from here, or no longer
	ContinuedTransition EventKind = "continued-transition" // its state: 0 start, 1 and 2 warming up, 3 steady, 4 stalled, 5 completed, 6 expired
	ContinuedStalled    EventKind = "continued-stalled"    // a transition to the state without progress
	ContinuedMarked     EventKind = "continued-marked"     // a task, which the line does not name, counts as without progress
	ContinuedShown      EventKind = "continued-shown"      // what the user sees of it begins, ends, or asks
	ContinuedAnswered   EventKind = "continued-answered"   // the user's answer; 2 is stop
	ContinuedProgress   EventKind = "continued-progress"   // a progress update
	ContinuedFinished   EventKind = "continued-finished"   // completed or incomplete
)

var continuedRows = []*Row{
	{
		ID: "cpt.begin_mon", From: fromDasd, Kind: ContinuedMonitoring, Seen: "26.1",
		Format: "[%@] Beginning progress monitoring", Fields: "activity",
		Example: "[bgContinuedProcessing-com.example.notes.export:7C20A4] Beginning progress monitoring",
	},
	{
		ID: "cpt.end_mon", From: fromDasd, Kind: ContinuedMonitoring, Seen: "26.1",
		Format: "[%@] Ending progress monitoring", Fields: "activity",
		Example: "[bgContinuedProcessing-com.example.notes.export:7C20A4] Ending progress monitoring",
	},
	{
		ID: "cpt.transition", From: fromDasd, Kind: ContinuedTransition, Seen: "26.1",
		Format: "[%p:%@] Performing transition: %@ -> %@", Fields: "_ activity from to",
		Example: "[0x10073a8b0:bgContinuedProcessing-com.example.notes.export:7C20A4] Performing transition: 3 -> 4",
	},
	{
		// a posted log of iOS 26 (the notes of a transcription app); the time is negative
		ID: "cpt.marked", From: fromDasd, Kind: ContinuedMarked, Inside: true, Seen: "26",
		Format: "Task has not reported progress within expected cadence, marking stalled (time without update: %f)", Fields: "silent",
		Example: "Task has not reported progress within expected cadence, marking stalled (time without update: -31.2)",
	},
	{
		ID: "cpt.event_result", From: fromDasd, Kind: ContinuedAnswered, Seen: "26.1",
		Format: "[%p:%@] Received event result %@ for %@", Fields: "_ activity result _",
		Example: "[0x10073a8b0:bgContinuedProcessing-com.example.notes.export:7C20A4] Received event result 2 for 0",
	},
	{
		ID: "cpt.no_act", From: fromDasd, Kind: ContinuedAnswered, Seen: "26.1",
		Format: "[%p:%@] Did not act on result: %@", Fields: "_ activity result",
		Example: "[0x10073a8b0:bgContinuedProcessing-com.example.notes.export:7C20A4] Did not act on result: 0",
	},
	{
		ID: "cpt.ui_start", From: fromDasd, Kind: ContinuedShown, Proof: proofActivity, Seen: "26.1",
		Format: "[%@] Starting activity %@ %@, bundleIdentifier: %@", Fields: "uuid _ activity bundle",
		Example: "[C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70] Starting activity task bgContinuedProcessing-com.example.notes.export:7C20A4, bundleIdentifier: com.example.notes",
	},
	{
		ID: "cpt.ui_end", From: fromDasd, Kind: ContinuedShown, Proof: proofSender, Seen: "26.1",
		Format: "[%@] Ending activity", Fields: "uuid",
		Example: "[C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70] Ending activity",
	},
	{
		ID: "cpt.ui_post", From: fromDasd, Kind: ContinuedShown, Proof: proofSender, Seen: "26.1",
		Format: "[%@] Posting %@", Fields: "uuid event",
		Example: "[C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70] Posting 0",
	},
	{
		ID: "cpt.ui_result", From: fromDasd, Kind: ContinuedAnswered, Seen: "26.1",
		Format: "[%@] Received event result for %@: %@", Fields: "uuid _ result",
		Example: "[C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70] Received event result for 0: 2",
	},
	{
		ID: "cpt.ui_reconnect", From: fromDasd, Kind: ActivityNoted, Proof: proofSender, Seen: "26.1",
		Format:  "Connection was previously invalidated, re-establishing connection",
		Example: "Connection was previously invalidated, re-establishing connection",
	},
	{
		ID: "cpt.finish", From: fromDasd, Kind: ContinuedFinished, Proof: proofActivity, Seen: "18.2-26.1",
		Format: "Finishing progress (%@) to %@ for %@", Fields: "how fraction activity",
		Example: "Finishing progress (completed) to 1.0 for bgContinuedProcessing-com.example.notes.export:7C20A4",
	},
	{
		ID: "cpt.update", From: fromDasd, Kind: ContinuedProgress, Proof: proofActivity, Level: "info", Seen: "18.2",
		Format: "Updating progress %@ for task request %@", Fields: "progress activity",
		Example: "Updating progress 0.4 for task request bgContinuedProcessing-com.example.notes.export:7C20A4",
	},
}
