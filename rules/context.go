package rules

var contextDebuggerAttached = Rule{
	ID:       "context-debugger-attached",
	Severity: Info,

	Title: `debugger attached: suspension, kills and timing are not representative`,
	Detail: `A debugger was attached to the app{{with .since}} from {{.}} on{{end}}{{with .source}}, as {{.}} shows{{end}}. ` +
		`It keeps the app from being suspended, and the kills for watchdogs and overrun background time do not happen: ` +
		`a clean run under the debugger proves nothing.`,
	Fix: `Repeat the test with the app launched from the Home screen, or with a TestFlight build, and collect the log from the device.`,

	What: `The log shows that a debugger was attached to the app.`,
	Why: `With a debugger the app is not suspended in the background, background sessions behave as in the foreground, and an app that is never suspended is never ` +
		`relaunched. Faults that every user meets are then absent from the log.`,
	HowToFix: `Run the app once from Xcode, stop it, and start it from the Home screen. Use log messages instead of breakpoints; they can stay in the shipping app ` +
		`and are collected with a sysdiagnose.`,
	Swift: `private let log = Logger(subsystem: "com.example.notes", category: "background")

func sceneDidEnterBackground(_ scene: UIScene) {
    log.notice("flush begins, \(outbox.count, privacy: .public) waiting")
    flushOutbox()
}`,
	References: []string{
		"https://developer.apple.com/forums/thread/796528",
		"https://developer.apple.com/forums/thread/14855",
	},
	SeenOn: "iOS 14 to 26.1",
	Example: `default	16:02:10.311825+0200	SpringBoard	[app<com.example.notes>:412] Setting process debug state to: YES
default	16:02:10.312004+0200	SpringBoard	[app<com.example.notes>:412] Setting process task state to: Running`,
}

var contextSimulator = Rule{
	ID:       "context-simulator",
	Severity: Info,

	Title: `log of a simulator: background behaviour is not that of a device`,
	Detail: `The log comes from a simulator{{with .source}}, as {{.}} shows{{end}}{{with .since}}, from {{.}} on{{end}}. ` +
		`Scheduling of background tasks is not real there, BGTaskScheduler refuses requests, pushes with nothing to show are dropped, and suspending and resuming may differ.`,
	Fix: `Repeat the test on a device before you draw conclusions.`,

	What:     `Process names or paths in the log belong to a simulator, or a line is one that only a simulator writes.`,
	Why:      `Most faults of background work cannot be seen, and some that are seen do not exist on devices.`,
	HowToFix: `Use the simulator for the logic of the work only. Test scheduling, wakes, suspension and limits on a device, without a debugger.`,
	Swift: `#if targetEnvironment(simulator)
log.notice("simulator: requests for background tasks are refused here")
#else
try BGTaskScheduler.shared.submit(BGAppRefreshTaskRequest(identifier: "com.example.notes.refresh"))
#endif`,
	References: []string{
		"https://developer.apple.com/forums/thread/14855",
		"https://developer.apple.com/documentation/backgroundtasks",
	},
	SeenOn: "simulators of iOS 13 to 26",
	Example: `{"timestamp":"2026-03-02 10:15:08.900118-0700","messageType":"Default","eventType":"logEvent","formatString":"Created background task %{private}@.","subsystem":"com.apple.UIKit","category":"BackgroundTask","processID":7711,"threadID":81,"processImagePath":"/Users/dev/Library/Developer/CoreSimulator/Devices/6B2E0D17-4C8A-4F93-A5D1-70E9C3B8F264/data/Containers/Bundle/Application/0A7C5E31-D9B2-4680-8F14-E2D6B3C9A705/Notes.app/Notes","senderImagePath":"/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore","eventMessage":"Created background task <private>."}
{"timestamp":"2026-03-02 10:15:09.204771-0700","messageType":"Default","eventType":"logEvent","formatString":"Ending background task with UIBackgroundTaskIdentifier: %lu","subsystem":"com.apple.UIKit","category":"BackgroundTask","processID":7711,"threadID":81,"processImagePath":"/Users/dev/Library/Developer/CoreSimulator/Devices/6B2E0D17-4C8A-4F93-A5D1-70E9C3B8F264/data/Containers/Bundle/Application/0A7C5E31-D9B2-4680-8F14-E2D6B3C9A705/Notes.app/Notes","senderImagePath":"/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore","eventMessage":"Ending background task with UIBackgroundTaskIdentifier: 2"}`,
	ExampleIs: "log-ndjson",
}

var contextBackgroundRefreshOff = Rule{
	ID:       "context-background-refresh-off",
	Severity: Warning,

	Title: `Background App Refresh is off{{with .status}} ({{.}}){{end}}`,
	Detail: `Background App Refresh is off{{with .what}} for {{.}}{{end}}{{with .since}} since {{.}}{{end}}{{with .source}}, as {{.}} shows{{end}}. ` +
		`Then no app refresh and no processing task runs, silent pushes do not launch the app, and it is not woken when a background session has events. ` +
		`Transfers themselves go on and are delivered when the app is next launched.`,
	Fix: `Ask the user to turn it on in Settings, General, Background App Refresh; in the app, read backgroundRefreshStatus and do without.`,

	What: `dasd, nsurlsessiond or the app itself says that Background App Refresh is off, for the device or for this app. Low Power Mode turns it off too.`,
	Why: `The name says refresh, but the switch governs nearly all launches in the background. Reports of a sync that never runs, pushes that are ignored and ` +
		`downloads that finish only when the app is opened often have no other cause.`,
	HowToFix: `Show in the app that background work is off, and why. Do not ask when the status is restricted: the user cannot change it then. ` +
		`Make the app catch up when it comes to the front.`,
	Swift: `@MainActor
var backgroundHint: String? {
    switch UIApplication.shared.backgroundRefreshStatus {
    case .available:
        return nil
    case .denied:
        return "Turn on Background App Refresh in Settings to sync in the background."
    default:
        return nil  // restricted: the user cannot change it
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/uiapplication/backgroundrefreshstatus",
		"https://developer.apple.com/forums/thread/796528",
	},
	SeenOn: "iOS 18 to 26.1",
	Example: `default	07:45:30.118402+0100	dasd	BAR now disabled
default	07:45:30.131977+0100	nsurlsessiond	Background updates were turned off
default	08:02:14.660821+0100	nsurlsessiond	NDSession <A4D0E2B7-1C59-4F38-9B66-83E7D5C0F192> Not waking up client com.example.notes since background updates are not enabled`,
}

var contextMissingCapability = Rule{
	ID:       "context-missing-capability",
	Severity: Error,

	Title: `{{if eq .severity "info"}}the line is about audio only, not about background tasks` +
		`{{else}}background mode or entitlement is missing{{with .key}}: {{code .}}{{end}}{{end}}`,
	Detail: `{{if eq .severity "info"}}"Background entitlement: NO" means that the app has no audio background mode and may not go on playing ` +
		`in the background. It is written of every such app and says nothing about background tasks, fetches or transfers.` +
		`{{else if and (eq .severity "warning") .source}}The app does not declare the background mode{{with .key}} {{code .}}{{end}}, and {{.source}} needs it: ` +
		`what should reach the app in the background waits until the user opens it.` +
		`{{else if .raises}}The app asked for locations in the background and does not declare the background mode{{with .key}} {{code .}}{{end}}: ` +
		`CoreLocation refuses with an exception, which ends the app unless something catches it.` +
		`{{else if eq .severity "warning"}}The app implements a callback for background work whose mode it does not declare{{with .key}} ({{code .}}){{end}}; ` +
		`the callback is never called. Templates of some frameworks implement it without need, so it may be harmless.` +
		`{{else}}The system refused background work because the installed app does not declare what it takes{{with .key}}: {{code .}}{{end}}.` +
		`{{if eq .key "UIBackgroundModes"}} The request is dropped and not tried again.{{end}}{{end}}` +
		`{{with .what}} It concerns {{.}}.{{end}}{{with .why}} The system's words: {{quote .}}.{{end}}`,
	Fix: `{{if eq .severity "info"}}Nothing to change, unless the app plays audio in the background: then add the audio mode.` +
		`{{else if .key}}Add {{code .key}} in the target's Signing & Capabilities ({{or .where "Background Modes"}}), and check the Info.plist of the installed build.` +
		`{{else}}Add the mode or entitlement in the target's Signing & Capabilities, and check the Info.plist of the installed build.{{end}}`,

	What: `dasd refused a request for lack of a background mode, a process was told that it is not entitled, or UIKit, CloudKit or an SDK wrote that a mode has to be added to UIBackgroundModes, or CoreLocation asserted it. ` +
		`The line "Background entitlement: NO" of audiomxd is a false friend: it is about playing audio in the background, and is at most a note.`,
	Why: `Nothing runs, however long you wait, and the app gets no error or only a code. Builds made by another pipeline often lack what the project seems to have.`,
	HowToFix: `An app refresh needs the mode fetch, a processing task the mode processing, a silent push remote-notification. ` +
		`Identifiers of tasks belong in BGTaskSchedulerPermittedIdentifiers. Look at the Info.plist and the entitlements inside the exported app, not at the project.`,
	Swift: `// Info.plist
//   UIBackgroundModes: fetch, processing, remote-notification
//   BGTaskSchedulerPermittedIdentifiers: com.example.notes.refresh
BGTaskScheduler.shared.register(forTaskWithIdentifier: "com.example.notes.refresh", using: nil) { task in
    Refresher.shared.run(task)
}`,
	References: []string{
		"https://developer.apple.com/documentation/xcode/configuring-background-execution-modes",
		"https://developer.apple.com/documentation/bundleresources/information-property-list/uibackgroundmodes",
	},
	SeenOn: "iOS 7 to 26.1",
	Example: `error	12:30:02.430155+0100	dasd	No relevant background execution modes found for activity bgRefresh-com.example.notes.refresh:51A2C0 app com.example.notes
error	12:30:02.517730+0100	dasd	No relevant background execution modes found for activity bgProcessing-com.example.notes.reindex:0E77B4 app com.example.notes`,
}

var contextLowPowerMode = Rule{
	ID:       "context-low-power-mode",
	Severity: Info,

	Title: `Low Power Mode was on{{if .first}} from {{.first}}{{end}}{{if .last}} to {{.last}}{{end}}`,
	Detail: `The device was in Low Power Mode{{with .source}}, as {{.}} shows{{end}}{{if gt .count 1}} {{.count}} times{{end}}. ` +
		`The system then puts off app refresh, processing and discretionary transfers; that such work waited says nothing about the app.`,
	Fix: `Repeat the test with Low Power Mode off, or on the charger; in the app, expect background work to wait.`,

	What:     `A scheduler decision gives Low Power Mode as its reason, or a crash report says that the mode was on.`,
	Why:      `In Low Power Mode background work is paused and Background App Refresh is off. What looks like a fault of the app is then the choice of the user.`,
	HowToFix: `Observe the mode in the app and tell the user why a sync waits. Do not work around it: do what the user asked for in the foreground, and leave the rest.`,
	Swift: `NotificationCenter.default.addObserver(
    forName: .NSProcessInfoPowerStateDidChange, object: nil, queue: .main
) { _ in
    let saving = ProcessInfo.processInfo.isLowPowerModeEnabled
    log.notice("low power mode: \(saving, privacy: .public)")
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/processinfo/islowpowermodeenabled",
		"https://developer.apple.com/documentation/uikit/uiapplication/backgroundrefreshstatus",
	},
	SeenOn: "iOS 26.1",
	Example: `default	22:40:41.302114+0100	dasd	bgRefresh-com.example.notes.refresh:51A2C0:[
	{name: Low Power Mode Policy, policyWeight: 1.000, response: {33, 0.00, [{lowPowerModeEnforced == 1}]}}
 ], Decision: MNP}
default	22:55:41.309870+0100	dasd	bgRefresh-com.example.notes.refresh:51A2C0:[
	{name: Low Power Mode Policy, policyWeight: 1.000, response: {33, 0.00, [{lowPowerModeEnforced == 1}]}}
 ], Decision: MNP}`,
}

var contextLogGap = Rule{
	ID:       "context-log-gap",
	Severity: Info,

	Title: `{{if gt .count 1}}log has {{.count}} gaps{{else}}log has a gap{{end}}` +
		`{{if eq .why "reboot"}}: the device restarted{{else if .backwards}}: its times go back{{else if eq .why "clock-change"}}: the clock was set` +
		`{{else if eq .why "lost-messages"}}: messages were lost{{else if eq .why "in-memory-only"}}: part of it was kept in memory only` +
		`{{else if eq .why "before-persist"}}: its beginning holds only what is kept longest{{else if eq .why "unreadable-messages"}}: messages have no text` +
		`{{else if eq .why "stream-dropped"}}: log stream left messages out{{else if eq .why "disconnected"}}: the device was not connected{{else if eq .why "left-out"}}: lines were left out{{else if eq .why "restarted"}}: it was captured in several runs` +
		`{{else if eq .why "quarantined"}}: a process wrote so much that the system silenced it` +
		`{{else if eq .why "lifecycle-limit"}}: there was too much to judge all of it` +
		`{{else if .why}}: {{.why}}{{end}}`,
	Detail: `The log is not complete{{if .first}} from {{.first}}{{end}}{{if .last}} to {{.last}}{{end}}. ` +
		`{{if eq .why "reboot"}}The device restarted; process ids and the clock of awake time start again. ` +
		`{{else if .backwards}}Between two lines the times go back: a night lies between them, or copies were put together, or the clock was set. Times before and after cannot be compared. ` +
		`{{else if eq .why "clock-change"}}The clock was set, so times before and after cannot be compared. ` +
		`{{else if eq .why "lost-messages"}}The logging system dropped messages. ` +
		`{{else if eq .why "in-memory-only"}}Before this point only the messages that are written to disk are left. ` +
		`{{else if eq .why "before-persist"}}Until then only errors and what else is kept for weeks are left. ` +
		`{{else if eq .why "unreadable-messages"}}The archive lacks the texts of messages, which could be any. ` +
		`{{else if eq .why "stream-dropped"}}log stream could not keep up and says that it left messages out. ` +
		`{{else if eq .why "disconnected"}}The device was unplugged or out of reach, and what it logged meanwhile was not sent. ` +
		`{{else if eq .why "left-out"}}Who made this excerpt left lines out. ` +
		`{{else if eq .why "restarted"}}The first lines of a capture stand between records: it was ended and begun anew, and what was logged meanwhile is not there. ` +
		`{{else if eq .why "quarantined"}}The system has put the process under quarantine for the volume of its log: what it and the frameworks in it log later need not be there, UIKit's lines among it. {{end}}` +
		`A line that is missing there proves nothing, and what depends on it is left open.`,
	Fix: `{{if eq .why "stream-dropped"}}Export the same time with log show, which has what log stream left out, or give log stream a predicate (bglog predicate prints one).` +
		`{{else if or (eq .why "disconnected") (eq .why "restarted")}}Take a sysdiagnose, or log collect on a Mac: the device has kept what is not there.` +
		`{{else if eq .why "left-out"}}Give bglog the whole log: it finds what matters in it, and bglog excerpt makes a short one that still proves it.` +
		`{{else if eq .why "quarantined"}}Find the category that floods the log (most are the app's own, or a framework's that is called in a loop) and log less in it, then repeat the test.` +
		`{{else}}Collect the log soon after the fault, on the device itself, and let no predicate drop the daemons' lines.{{end}}`,

	What: `The log says that messages were lost or left out, that the device restarted or was disconnected, that the capture was begun anew, that the clock was set, ` +
		`that a process was silenced for writing too much, or that from here on messages are kept in memory only.`,
	Why: `Many findings rest on a line that is missing: an end that never came, a handler that was not called. In a gap such a line may have been written and lost.`,
	HowToFix: `A sysdiagnose taken within minutes covers most: give bglog all of it and no excerpt, for it finds what matters. If one process floods the log, quiet it: the store has a fixed size, and as far as is known ` +
		`the lines of runningboardd and SpringBoard go first.`,
	Swift: `// Log at notice what has to be there later: debug and info stay in memory.
private let log = Logger(subsystem: "com.example.notes", category: "background")
log.notice("outbox flushed, \(sent, privacy: .public) sent")
log.debug("cache state: \(cacheState)")`,
	References: []string{
		"https://developer.apple.com/forums/thread/796528",
		"https://developer.apple.com/forums/thread/814022",
	},
	SeenOn: "macOS and iOS log archives",
	Example: `2026-03-02 14:02:10.100231+0100 0x1a2b     Default     0x0                  412    0    Notes: (UIKitCore) [com.apple.UIKit:BackgroundTask] Created background task <private>.
2026-03-02 14:02:11.482910+0100 0x0        Loss        0x0                  0      0    lost 12 unreliable messages from 190233441-190871002 (Mach continuous exact start-approx. end)
2026-03-02 14:02:40.007113+0100 0x1a2b     Default     0x0                  412    0    Notes: (UIKitCore) [com.apple.UIKit:BackgroundTask] Ending background task with UIBackgroundTaskIdentifier: 4`,
	ExampleIs: "log-default",
}

var contextRedacted = Rule{
	ID:       "context-redacted",
	Severity: Info,

	Title: `private values are redacted in this log`,
	Detail: `UIKit's lines show <private> instead of the names of background tasks{{with .since}}, from {{.}} on{{end}}. ` +
		`Tasks are then known by numbers: UIKit counts them from 1 in each run of the app, and the identifiers in the lines about their ends stay readable. ` +
		`Which name belongs to a number, and whether a framework began the task, the log does not tell.`,
	Fix: `Log the name beside the identifier yourself, as a public value, when a task begins.`,

	What: `Messages that matter here hold <private> where a value was redacted. That is how logs of devices look; readable names as a rule mean a debugger ` +
		`or a device that is set up to show private data.`,
	Why: `Findings cannot name the task, and the line about a task that outlived its expiration handler carries not even its number. What rests on a redacted name is told as likely, not as certain.`,
	HowToFix: `One log message of your own per begin, with name and identifier marked as public, gives every later line a name. ` +
		`The messages of runningboardd and SpringBoard are hardly redacted: process, assertion, reason of a kill stay readable.`,
	Swift: `let name = "FlushOutbox"
let id = UIApplication.shared.beginBackgroundTask(withName: name) { self.expire() }
log.notice("task \(id.rawValue, privacy: .public) is \(name, privacy: .public)")`,
	References: []string{
		"https://developer.apple.com/documentation/os/oslogprivacy",
		"https://developer.apple.com/forums/thread/85066",
	},
	SeenOn: "iOS 13.4 to 26.1",
	Example: `default	09:15:22.671694+0100	Notes	Will add backgroundTask with taskName: <private>, expirationHandler: <__NSMallocBlock__: 0x107362a60>
default	09:15:22.684585+0100	Notes	Created background task <private>.
default	09:15:24.845041+0100	Notes	Ending background task with UIBackgroundTaskIdentifier: 3
default	09:15:24.845260+0100	Notes	Ending task with identifier 3 and description: <private>, _expireHandler: <__NSMallocBlock__: 0x107362a60>`,
}
