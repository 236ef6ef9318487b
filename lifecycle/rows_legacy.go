package lifecycle

// Events of assertiond (iOS 10 to 12) and backboardd (iOS 4 to 9), the daemons
// that watched background time before RunningBoard.
const (
	BeyondPermittedTime  EventKind = "beyond-permitted-time" // killed: the list of what was held follows
	LegacyWarning        EventKind = "legacy-warning"
	LegacyRelinquished   EventKind = "legacy-relinquished"
	LegacyExited         EventKind = "legacy-exited"
	LegacyAssertionAdded EventKind = "legacy-assertion-added"
	HighWaterMark        EventKind = "high-water-mark"
)

var legacyRows = []*Row{
	{
		ID: "legacy.assertiond.warn", From: fromLegacy, Kind: LegacyWarning, Seen: "12",
		Format: "%@ Sending background permission expiration warning!", Fields: "target",
		Example: "[Notes:412] Sending background permission expiration warning!",
	},
	{
		ID: "legacy.beyond", Lines: true, From: fromKillers, Kind: BeyondPermittedTime, Inside: true, Seen: "4-12",
		Format: "has active assertions beyond permitted time:%@", Fields: "list",
		Example: "Notes[412] has active assertions beyond permitted time: \n{(\n    <BKProcessAssertion: 0x170277f00> identifier: FlushOutbox process: Notes[412] permittedBackgroundDuration: 180.000000 reason: finishTask owner pid:412 preventSuspend  preventIdleSleep \n)}",
	},
	{
		ID: "legacy.forcing", From: fromLegacy, Kind: ProcessNoted, Seen: "4-9",
		Format: "Forcing crash report of %@...", Fields: "process",
		Example: "Forcing crash report of Notes[412]...",
	},
	{
		ID: "legacy.assertiond.relinquish", From: fromLegacy, Kind: LegacyRelinquished, Seen: "10-12",
		Format: "Client relinquished <BKProcessAssertion: %p; \"%@\" (%@); id:%@>", Fields: "_ name limit _",
		Example: "Client relinquished <BKProcessAssertion: 0x10313f160; \"FlushOutbox\" (finishTask:180s); id:…8B02DE853271>",
	},
	{
		// of most ends the reason is "(none)": then another line tells it
		ID: "legacy.assertiond.exit", From: fromLegacy, Kind: LegacyExited, Seen: "11-12 (posted logs: flutter/flutter#16910, NativeScript/NativeScript#8920)",
		Format: "%@ Got exit context: <BKSProcessExitContext: %p; reason: %@>", Fields: "target _ reason",
		Example: "[Notes:412] Got exit context: <BKSProcessExitContext: 0x13de1b880; reason: crash>",
	},
	{
		ID: "legacy.assertiond.acquire", From: fromLegacy, Kind: ProcessNoted, Seen: "10-12",
		Format: "%@ Attempting to acquire assertion for %@: <BKProcessAssertion: %p; \"%@\" (%@); id:%@>", Fields: "target _ _ name limit _",
		Example: "[Notes:412] Attempting to acquire assertion for Notes:412: <BKProcessAssertion: 0x100735de0; \"FlushOutbox\" (finishTask:180s); id:…7A9D83D792D1>",
	},
	{
		ID: "legacy.assertiond.add", From: fromLegacy, Kind: LegacyAssertionAdded, Seen: "10-12",
		Format: "%@ Add assertion: <BKProcessAssertion: %p; id: %@; name: %@; state: %@; reason: %@; duration: %fs>", Fields: "target _ id name state reason limit",
		Example: "[Notes:412] Add assertion: <BKProcessAssertion: 0x100735de0; id: 412-FAE26CB2-AC0A-4EC6-AD1E-7A9D83D792D1; name: FlushOutbox; state: active; reason: finishTask; duration: 180.0s> {\nowner = <BSProcessHandle: 0x10073a8b0; Notes:412; valid: YES>;\n}",
	},
	{
		ID: "legacy.hwm", From: fromLegacy, Kind: HighWaterMark, Inside: true, Seen: "10",
		Format: "HWM increased to %d because of <BKProcessAssertion: %p; \"%@\" (%@)", Fields: "count _ name limit",
		Example: "HWM increased to 2844 because of <BKProcessAssertion: 0x1003b5930; \"FlushOutbox\" (finishTask:180s); id:…DDE933B1E7D6>",
	},
}
