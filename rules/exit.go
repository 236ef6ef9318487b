package rules

var exitAssertionTimeout = Rule{
	ID:       "exit-assertion-timeout",
	Severity: Error,

	Title: `app killed for overrunning its background time{{with .what}}: {{.}}{{end}}` + times,
	Detail: `The system ended the app` + inState + withCode + ` because it still held {{if .held}}{{code .held}}{{else}}an assertion{{end}} when ` +
		`{{if .limit_s}}the {{dur .limit_s}} for it{{else}}the time for it{{end}} had run out.` + openTasks +
		counted + `{{if and .code (not .count_from) (ne .code "0x8BADF00D") (not .report)}} The system writes no crash report for this kill; ` +
		`only the log and MetricKit's counters tell of it.{{end}}`,
	Fix: `{{if or (eq .code "0x2182BAD3" "0x2182bad3") (eq .overrun "0x2182BAD3")}}Call the completion handler of handleEventsForBackgroundURLSession as soon as ` +
		`urlSessionDidFinishEvents(forBackgroundURLSession:) arrives.` +
		`{{else if or (eq .code "0x2182BAD4" "0x2182bad4") (eq .overrun "0x2182BAD4")}}Call the completion handler of the fetch, or setTaskCompleted(success:), on every path and within 30 s.` +
		`{{else}}End every background task, and call every completion handler that the system gave you, on all paths and before time runs out.{{end}}`,

	What: `The system killed the app for holding an assertion beyond its time. The code tells which: 0x2182BAD2 a background task, 0x2182BAD3 the ` +
		`events of a background URLSession, 0x2182BAD4 a background fetch, 0x2182BAAD anything else. Up to iOS 12 the same fault reads ` +
		`"has active assertions beyond permitted time", with code 0x8badf00d.`,
	Why: `This is the commonest end of an app in the background, and since iOS 13 the system writes no crash report for it: crash reporters and ` +
		`Xcode's organizer of crashes show nothing. MetricKit counts it without naming the task, so the log of the device is the only witness.`,
	HowToFix: `Find the task or session that the finding names. If it is UIKit's shared assertion, look for findings about single background tasks of ` +
		`the same run: they name the one that stayed open. A budget is about 30 s on iOS 13 and later, 180 s on iOS 7 to 12 and 600 s before that.`,
	Swift: `func application(_ application: UIApplication,
                 handleEventsForBackgroundURLSession identifier: String,
                 completionHandler: @escaping () -> Void) {
    transfers.completion = completionHandler
    transfers.recreateSession(identifier)
}

// URLSessionDelegate of the session
func urlSessionDidFinishEvents(forBackgroundURLSession session: URLSession) {
    DispatchQueue.main.async {
        self.completion?()  // within 30 s of the wake, once
        self.completion = nil
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/xcode/sigkill",
		"https://developer.apple.com/documentation/metrickit/mxbackgroundexitdata",
		"https://developer.apple.com/forums/thread/85066",
	},
	SeenOn: "iOS 13 to 26.1; as overrun of the permitted time iOS 4 to 12",
	Example: `default	18:20:28.104233+0200	runningboardd	Assertions for process will expire soon: [app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412]
default	18:20:33.104871+0200	runningboardd	Assertion did invalidate due to timeout: 33-412-6133 (target:[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412])
default	18:20:33.207402+0200	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Terminating with context: <RBSTerminateContext| domain:15 code:0x2182BAD2 explanation:Timed-out waiting for process [app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] to invalidate assertion with identifier 33-412-6133 and explanation 'Shared Background Assertion 1 for com.example.notes'. Direct this report to owners of that process reportType:None maxTerminationResistance:Interactive>
default	18:20:33.260118+0200	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] termination reported by launchd (15, 562215634, 9)`,
}

var exitWatchdog = Rule{
	ID:       "exit-watchdog",
	Severity: Error,

	Title: `{{if eq .certainty "cut-off"}}watchdog overrun{{else}}app killed by the watchdog{{end}}{{if .event}} during {{.event}}{{end}}` +
		`{{if .allowance_s}}, {{dur .allowance_s}}{{with .allowance_kind}} of {{.}} time{{end}} used up{{end}}` + times,
	Detail: `{{if eq .certainty "cut-off"}}The app used up what the watchdog allows it{{with .event}} for {{code .}}{{end}}; whether it was killed, the log does not show.{{else}}` +
		`The app did not finish {{if .event}}{{code .event}}{{else}}a step that the system was waiting for{{end}}` +
		`{{if .allowance_s}} within {{dur .allowance_s}}{{with .allowance_kind}} of {{.}} time{{end}}{{end}}, ` +
		`so the watchdog killed it` + inState + `{{if .code}} ({{code .code}}){{end}}.` +
		`{{if eq .event "process-exit"}} It had been told to quit and something kept it from exiting.` +
		`{{else if .event}} As a rule the main thread was blocked or busy{{with .frame}}; the report shows it in {{code .}}{{end}}.` +
		`{{else if not .count_from}} The log does not name the step: launch, exit, an update of a scene and, up to iOS 12, an overrun background task are possible.{{end}}` +
		`{{if eq .launch "background"}} The app had been launched in the background.{{end}}` + openTasks + counted + `{{end}}`,
	Fix: `{{if eq .event "process-exit"}}Do not wait for anything in applicationWillTerminate(_:) or in code that runs at exit; save earlier, ` +
		`when the app goes to the background.` +
		`{{else}}Take networking, file and database work off the main thread, and put off everything that launch and scene changes do not need.{{end}}`,

	What: `The system's watchdog ended the app with 0x8badf00d: a launch, the creation or update of a scene, or the exit took longer than allowed. ` +
		`The allowance is wall clock time or CPU time; when CPU time ran out the app was busy, when wall clock time ran out it may also have been waiting.`,
	Why: `Users see the app vanish or refuse to open. In the background it also loses the launch: the fetch, push or transfer that the app was started for is not handled.`,
	HowToFix: `Read the main thread in the crash report: it shows where the app was when time ran out. Typical causes are synchronous networking, locks shared with ` +
		`busy threads, database migration at launch, and work on a slow device that nobody measured. Background launches ` +
		`are watched like visible ones.`,
	Swift: `func application(_ application: UIApplication,
                 didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?) -> Bool {
    registerBackgroundTasks()  // only what launch needs
    Task.detached(priority: .utility) {
        await Store.shared.migrate()  // not on the main thread
    }
    return true
}`,
	References: []string{
		"https://developer.apple.com/documentation/xcode/addressing-watchdog-terminations",
		"https://developer.apple.com/documentation/xcode/sigkill",
		"https://developer.apple.com/documentation/xcode/reduce-terminations-in-your-app",
	},
	SeenOn: "iOS 10 to 26.1",
	Example: `default	08:30:12.551900+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Terminating with context: <RBSTerminateContext| domain:10 code:0x8BADF00D explanation:scene-update watchdog transgression: app<com.example.notes>:412 exhausted real (wall clock) time allowance of 10.00 seconds
ProcessVisibility: Background
ProcessState: Running
WatchdogEvent: scene-update
WatchdogVisibility: Background
WatchdogCPUStatistics: (
"Elapsed total CPU time (seconds): 21.410 (user 15.020, system 6.390), 35% CPU",
"Elapsed application CPU time (seconds): 0.310, 1% CPU"
) reportType:CrashLog maxTerminationResistance:Interactive>
default	08:30:12.914066+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] termination reported by launchd (10, 2343432205, 9)`,
}

var exitFileLock = Rule{
	ID:       "exit-file-lock",
	Severity: Error,

	Title: `app killed because it was suspended while it held a file lock` + times,
	Detail: `The app was suspended while it still held a lock on ` +
		`{{if .files}}{{range $i, $f := .files}}{{if $i}}, {{end}}{{code $f}}{{end}}{{else}}a file or an SQLite database{{end}}, and the system killed it` + withCode +
		`: a suspended app cannot release the lock, and other processes that share the file would wait for ever. ` +
		`Locks inside the app's own container do not matter; files in an app group container do.` +
		`{{if and (eq .certainty "likely") (not .retold)}} That it was killed is inferred: runningboardd names the files when it is about to kill, and the kill itself is not in this log.{{end}}` + counted,
	Fix: `Begin a background task before the write and end it only after the transaction has released its lock; or move the database out of the ` +
		`app group container if no extension needs it.`,

	What: `The system ended the app with 0xdead10cc: right after the suspension it found a locked file outside the app's own container, as a rule a database in an app group.`,
	Why: `The write that was going on is rolled back or lost, and the app starts cold the next time. It happens when the app goes to the background during a ` +
		`write, or writes in a short background run, so it is rare in tests and frequent in the field.`,
	HowToFix: `Protect every write to a shared database with a background task, from before the first statement until after the commit. Stop starting new ` +
		`transactions once the expiration handler was called, and interrupt the running one. Some libraries for SQLite have a setting for this.`,
	Swift: `@MainActor
func save(_ note: Note, in database: Database) async throws {
    // BackgroundTask: see task-unended-after-expiration
    let task = BackgroundTask("SaveNote") { database.interrupt() }
    defer { task.end() }  // after the transaction has released its lock
    try await database.write { try $0.insert(note) }
}`,
	References: []string{
		"https://developer.apple.com/documentation/xcode/sigkill",
		"https://developer.apple.com/documentation/uikit/extending-your-app-s-background-execution-time",
	},
	SeenOn: "iOS 13 to 26.1",
	Example: `default	22:14:05.771204+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Suspending task.
default	22:14:05.803377+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Terminating with context: <RBSTerminateContext| domain:15 code:0xDEAD10CC explanation:[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] was suspended with locked system files:
/private/var/mobile/Containers/Shared/AppGroup/7D41C0E2-93AB-4F5E-8C16-2B60D9E7F304/notes.sqlite
not in allowed directories:
/private/var/mobile/Containers/Data/Application/1F9A62B3-0D5C-4E78-A1B4-C3D2E5F60718 reportType:CrashLog maxTerminationResistance:Interactive>
default	22:14:05.922610+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] termination reported by launchd (15, 3735883980, 9)`,
}

var exitCPU = Rule{
	ID:       "exit-cpu",
	Severity: Error,

	Title: `app killed for using too much CPU{{if and .cpu_limit .cpu_limit_s}}: over {{.cpu_limit}} % for {{dur .cpu_limit_s}}{{end}}` + times,
	Detail: `The process used more CPU time than the system allows, and was killed` + inState + withCode + `.` + cpuUse +
		` The limit is an average over the whole stretch, so it is work that goes on too long, not a short peak.` + openTasks + counted,
	Fix: `Split the work into batches with pauses and a low priority, or move it to a BGProcessingTask that requires external power.`,

	What: `A CPU report says that the process was killed, or MetricKit counted exits for the CPU limit.`,
	Why: `The app is gone in the middle of its work although it had background time left. Work that is started again at the next wake meets the ` +
		`same limit again, so it may never be finished and drains the battery each time.`,
	HowToFix: `Look at the heaviest stack of the report. Do less: cache results, index only what changed. Then spread the rest: small batches, pauses ` +
		`between them, checks for cancellation, progress that survives the end of the process.`,
	Swift: `let request = BGProcessingTaskRequest(identifier: "com.example.notes.reindex")
request.requiresExternalPower = true
try BGTaskScheduler.shared.submit(request)

func reindex(_ ids: [Note.ID]) async throws {
    for start in stride(from: 0, to: ids.count, by: 50) {
        try Task.checkCancellation()
        index(ids[start..<min(start + 50, ids.count)])
        try await Task.sleep(for: .milliseconds(500))
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/xcode/exc_resource",
		"https://developer.apple.com/documentation/metrickit/mxcpuexceptiondiagnostic",
		"https://developer.apple.com/forums/thread/690666",
	},
	SeenOn: "iOS 12 to 26",
	Example: `{"app_name":"Notes","timestamp":"2026-03-02 03:14:07.00 +0100","app_version":"4.2","build_version":"118","bundleID":"com.example.notes","share_with_app_devs":0,"is_first_party":0,"bug_type":"202","os_version":"iPhone OS 18.2 (22C152)","incident_id":"5D7C1B0E-2F64-4A0B-9C1D-77E3A1F0B2C4","name":"Notes"}
Date/Time:        2026-03-02 03:13:09.114 +0100
End time:         2026-03-02 03:14:07.331 +0100
OS Version:       iPhone OS 18.2 (Build 22C152)
Command:          Notes
Identifier:       com.example.notes
Version:          4.2 (118)
PID:              412
Event:            cpu usage
Action taken:     Process killed
CPU:              51 seconds cpu time over 58 seconds (88% cpu average), exceeding limit of 80% cpu over 60 seconds`,
	ExampleIs: "ips",
}

var exitThermal = Rule{
	ID:       "exit-thermal",
	Severity: Error,

	Title: `app killed because the device was too hot` + times,
	Detail: `The system ended the app` + inState + withCode + ` to let the device cool down.` +
		`{{with .explanation}} It noted: {{quote .}}.{{end}} ` +
		`The device may have been hot for other reasons too.` + openTasks,
	Fix: `Stop or slow down heavy work when ProcessInfo.thermalState is serious or critical, above all in the background.`,

	What: `The system ended the app with 0xc00010ff, a thermal event.`,
	Why: `The app's background work is cut off without warning. A hot phone is often one that charges, navigates or lies in the sun, which is exactly ` +
		`when long background work tends to run.`,
	HowToFix: `Watch thermalStateDidChangeNotification, pause at serious and go on when the state is fair or nominal. The crash report shows the app's share of the CPU ` +
		`and a stack. Test with Xcode's device conditions.`,
	Swift: `func indexNextBatch() async {
    switch ProcessInfo.processInfo.thermalState {
    case .serious, .critical:
        return  // go on after thermalStateDidChangeNotification
    default:
        await index(nextBatch())
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/xcode/sigkill",
		"https://developer.apple.com/documentation/foundation/processinfo/thermalstate-swift.property",
	},
	SeenOn: "iOS 15 to 26.1",
	Example: `default	15:47:20.118306+0200	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Terminating with context: <RBSTerminateContext| domain:10 code:0xC00010FF explanation:%CPU:                57.30% (sampled for 10.0 s)
ProcessVisibility: Background
ProcessState: Running
ThermalInfo: (
"Thermal Level:   14",
"Thermal Sensors: 0"
) reportType:CrashLog maxTerminationResistance:Interactive>
default	15:47:20.447815+0200	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] termination reported by launchd (10, 3221229823, 9)`,
}

var exitMemory = Rule{
	ID:       "exit-memory",
	Severity: Error,

	Title: `{{if eq .severity "info"}}app removed from memory` + inState + `{{else if eq .debugger "holds"}}app held by the debugger at its memory limit` +
		`{{else if eq .debugger "tells"}}app killed over memory, as the debugger says{{else}}app killed` + inState +
		`{{if eq .reason "per-process-limit"}} for exceeding its memory limit{{else}} for lack of memory{{end}}{{end}}` +
		`{{with .memory_mb}} ({{.}} MB){{end}}` + times,
	Detail: `{{if eq .severity "info"}}The system took the app's memory back. For an app that is suspended or idle this is normal and no fault; ` +
		`it is launched anew when it is needed.` +
		`{{else if eq .debugger "holds"}}The process used as much memory as a single process of its kind may, and the debugger holds it there. ` +
		`Without a debugger the system kills it at that point.` +
		`{{else if eq .debugger "tells"}}The system ended the process for memory. The debugger does not say why: as a rule the process had gone over its own limit, ` +
		`seldom did memory run short on the device.` +
		`{{else if eq .reason "per-process-limit"}}The process used more memory than a single process of its kind may, however much was free on the device.` +
		`{{else}}Memory ran short on the device, and the system ended this process although it was running{{with .reason}} (reason {{code .}}){{end}}.{{end}}` +
		openTasks + counted,
	Fix: `{{if eq .severity "info"}}Nothing to repair: save what is needed to restore the app when it goes to the background.` +
		`{{else}}Lower the peak: load and decode less at a time, free caches at memory warnings, and when the app goes to the background.{{end}}`,

	What: `The kernel, a JetsamEvent report, the debugger or MetricKit tells that the process was ended for memory. In a JetsamEvent only processes with a reason were ended; ` +
		`the largest process named at the top need not be the victim. An app over its own limit, or ended while it ran, is an error; one that was suspended or idle ` +
		`is mere information, and so are MetricKit's counts of memory pressure.`,
	Why: `No crash report with a stack is written. For the user the app vanishes when it was in front, and starts from scratch when it was in the background; ` +
		`background work that was going on is lost.`,
	HowToFix: `Extensions have much lower limits than apps. Measure the footprint with Instruments or MetricKit, draw images at the size they are shown, ` +
		`stream files instead of loading them, and drop caches when the app enters the background: a smaller suspended app is kept longer.`,
	Swift: `func thumbnail(of url: URL, pixels: Int) -> CGImage? {
    let options: [CFString: Any] = [
        kCGImageSourceCreateThumbnailFromImageAlways: true,
        kCGImageSourceThumbnailMaxPixelSize: pixels,
    ]
    return CGImageSourceCreateWithURL(url as CFURL, nil).flatMap {
        CGImageSourceCreateThumbnailAtIndex($0, 0, options as CFDictionary)
    }
}

NotificationCenter.default.addObserver(
    forName: UIApplication.didEnterBackgroundNotification, object: nil, queue: .main
) { _ in imageCache.removeAllObjects() }`,
	References: []string{
		"https://developer.apple.com/documentation/xcode/identifying-high-memory-use-with-jetsam-event-reports",
		"https://developer.apple.com/documentation/xcode/reducing-your-app-s-memory-use",
		"https://developer.apple.com/documentation/uikit/responding-to-memory-warnings",
	},
	SeenOn: "iOS 9 to 26.1",
	Example: `{"bug_type":"298","timestamp":"2026-03-02 08:14:07.00 +0100","os_version":"iPhone OS 18.2 (22C152)","incident_id":"9B0E4C52-6A1D-4D37-8F20-51C7E6A3D9B8"}
{
  "crashReporterKey" : "0f3b9d1c5a7e2846b0d4f8a1c3e5970b2d6f4a8c",
  "product" : "iPhone14,5",
  "date" : "2026-03-02 08:14:07.00 +0100",
  "build" : "iPhone OS 18.2 (22C152)",
  "memoryStatus" : {"pageSize" : 16384},
  "largestProcess" : "Notes",
  "processes" : [
    {"name" : "Notes", "pid" : 412, "states" : ["frontmost"], "rpages" : 131072, "reason" : "per-process-limit"},
    {"name" : "Clock", "pid" : 377, "states" : ["suspended"], "rpages" : 2210}
  ]
}`,
	ExampleIs: "jetsam",
}

var exitCrash = Rule{
	ID:       "exit-crash",
	Severity: Error,

	Title: `{{if .undescribed}}app crashed` + inState + `: no {{with .usage_key}}{{.}}{{else}}usage description{{end}} in its Info.plist` +
		`{{else if ne .severity "error"}}app killed by {{if .signal}}{{.signal}}{{else}}a signal{{end}}` + inState +
		`{{if .by}}, sent by {{.by}}{{else if eq .debugger "tells"}}, as the debugger tells{{else if eq .debugger "attached"}}, with a debugger attached{{else}}, cause not in the log{{end}}` +
		`{{else if .violation}}app killed` + inState + `: {{.violation}}{{else}}app crashed` + inState + `{{if .exception}}: {{.exception}}{{with .signal}} ({{.}}){{end}}{{else if .signal}}: {{.signal}}{{end}}` +
		`{{if .protected}}, reading a file that data protection had locked{{end}}{{end}}` + times,
	Detail: `{{if .undescribed}}The process asked for data of the user, and its Info.plist has no {{with .usage_key}}{{code .}}{{else}}usage description{{end}} ` +
		`that says what for. The system ends such a process at once.` +
		`{{else if eq .debugger "tells"}}The debugger tells that the process was killed, and not by whom. A stop in Xcode and an app that was swiped away look ` +
		`like this, and so does a kill by the system.` +
		`{{else if eq .debugger "attached"}}A debugger was attached when the process was killed, and the log does not say by whom. A stop in Xcode looks like this.` +
		`{{else if eq .severity "info"}}A developer's tool ended the process{{with .by}} ({{.}}){{end}}: no fault of the app.` +
		`{{else if .violation}}The system ended the process: {{.violation}}{{with .explanation}} ({{quote .}}){{end}}.` +
		`{{else if .privacy}}The process was ended by the system's guard of private data. It does so to an app that asks for such data without ` +
		`a usage description in its Info.plist, and to one whose permission the user has changed in Settings; the log does not say which it was.` +
		`{{else if eq .severity "warning"}}The process was ended from outside{{if .by}} by {{.by}}{{end}}, and the log does not say why. ` +
		`A stop in Xcode, an update, a shutdown, or a kill whose reason the log has lost look like this.` +
		`{{else if .protected}}The process crashed{{if .frame}} in {{code .frame}}{{end}}: it needed a page of a file that was mapped into memory, and the file's ` +
		`protection class did not let the system read it. That is so while the device is locked: when background work runs and work in front does not.` +
		`{{else}}The process crashed{{if .frame}} in {{code .frame}}{{end}}{{with .explanation}}: {{quote .}}{{end}}. ` +
		`{{if .unloaded}}The dynamic linker did not find a library or a symbol that it needs. {{else if .unsigned}}The system did not accept its code signature. {{end}}` +
		`{{if .caused}}The fault that led to it raises an exception, which nothing caught{{else}}Nothing in the log ties it to a limit of background execution{{end}}` +
		`{{if .tasks}}, {{if .caused}}and{{else}}but{{end}} background work that was going on is lost{{end}}.{{end}}` +
		openTasks + counted,
	Fix: `{{if .undescribed}}Add {{with .usage_key}}{{code .}}{{else}}the usage description of that data{{end}} to the Info.plist, with a text that tells the user what the app needs the data for.` +
		`{{else if or (eq .debugger "tells") (eq .debugger "attached")}}Nothing, if somebody stopped the app. Else look at what the system tells of that time, best in a run without the debugger.` +
		`{{else if eq .severity "info"}}Nothing to repair.{{else if .violation}}Stop drawing, display links and Metal above all, when the app resigns active.` +
		`{{else if .privacy}}Check that the Info.plist has a usage description for all data that the app asks for; after a changed permission there is nothing to repair.` +
		`{{else if .protected}}Give files that background work needs the protection completeUntilFirstUserAuthentication, or read them without mapping them.` +
		`{{else if eq .severity "warning"}}Look for a crash report or a JetsamEvent of that time, or collect a sysdiagnose right after it happens again.` +
		`{{else if .caused}}Repair what led to it.` +
		`{{else}}Symbolicate the crash report of that time and repair what it shows{{if not .report}}; the log alone has no stack{{end}}.{{end}}`,

	What: `The process ended with an exception, a signal such as SIGSEGV or SIGABRT, was refused by dyld or code signing, or asked for data without a usage description in its ` +
		`Info.plist. A bare SIGKILL or SIGTERM whose cause is not in the log is told with less weight: it is not known to be a crash.`,
	Why: `A crash in the background is easily taken for a missing wake or a lost transfer: users see no alert, only that nothing happened. The finding tells the two apart.`,
	HowToFix: `Get the report from the device (Settings, Privacy & Security, Analytics & Improvements), from Xcode's organizer or through MetricKit, ` +
		`and symbolicate it.`,
	Swift: `final class Diagnostics: NSObject, MXMetricManagerSubscriber {
    func didReceive(_ payloads: [MXDiagnosticPayload]) {
        for crash in payloads.flatMap({ $0.crashDiagnostics ?? [] }) {
            archive(crash.terminationReason ?? "no reason",
                    crash.callStackTree.jsonRepresentation())
        }
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/xcode/exc_crash",
		"https://developer.apple.com/documentation/xcode/exc_bad_access",
		"https://developer.apple.com/library/archive/technotes/tn2151/_index.html",
	},
	SeenOn: "iOS 13 to 26.1",
	Example: `default	08:00:54.700512-0600	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] termination reported by launchd (2, 11, 11)
default	08:00:54.704338-0600	SpringBoard	[app<com.example.notes>:412] Process exited: <RBSProcessExitContext| specific, status:<RBSProcessExitStatus| domain:signal(2) code:SIGSEGV(11)>>.`,
}

var exitVoIPPush = Rule{
	ID:       "exit-voip-push",
	Severity: Error,

	Title: `{{if .refused}}app no longer launched for VoIP pushes: it did not report their calls{{else}}` +
		`app killed over VoIP pushes{{with .what}}: {{.}}{{end}}{{end}}` + times,
	Detail: `{{if .refused}}The app did not report a call for too many VoIP pushes, or crashed after them again and again. ` +
		`The system therefore does not launch it for further ones{{if .delivered}}; this one was delivered only because the app was in front` +
		`{{else}}, and drops them{{end}}.{{else}}The system ended the app` + inState + withCode + `. An app that receives a VoIP push has to report a call at once; ` +
		`0xBAADCA11 or PushKit's exception mean that it did not, 0xBAD22222 that the app had to be resumed too often.` + openTasks + `{{end}}`,
	Fix: `Report the call to CallKit in the push callback itself, before any asynchronous work, and send VoIP pushes for incoming calls only.`,

	What: `The system ended the app with 0xbaadca11 or an exception of PushKit, a VoIP push without a reported call, or with 0xbad22222, a VoIP app that was resumed too often; ` +
		`or callservicesd says that it no longer launches the app because calls were not reported.`,
	Why: `Calls are missed, and an app that fails repeatedly is no longer launched for VoIP pushes at all.`,
	HowToFix: `Report an incoming call for every VoIP push, also when the call is already over or the payload cannot be read: report it and end it. ` +
		`Use ordinary or silent pushes for messages, hang-ups and everything else.`,
	Swift: `func pushRegistry(_ registry: PKPushRegistry,
                  didReceiveIncomingPushWith payload: PKPushPayload,
                  for type: PKPushType, completion: @escaping () -> Void) {
    let caller = payload.dictionaryPayload["caller"] as? String ?? "Unknown"
    let update = CXCallUpdate()
    update.remoteHandle = CXHandle(type: .generic, value: caller)
    provider.reportNewIncomingCall(with: UUID(), update: update) { _ in
        completion()
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/pushkit/responding-to-voip-notifications-from-pushkit",
		"https://developer.apple.com/documentation/pushkit/pkpushtype/voip",
		"https://developer.apple.com/documentation/xcode/sigkill",
	},
	SeenOn: "iOS 13 to 26.1",
	Example: `Incident Identifier: 2C5A7E90-41B3-4D6F-9A08-E7B1C2D3F405
Process:             Notes [412]
Identifier:          com.example.notes
Version:             4.2 (118)
Role:                Non UI
Date/Time:           2026-03-02 08:14:07.2210 +0100
Launch Time:         2026-03-02 08:13:55.0180 +0100
OS Version:          iPhone OS 18.2 (22C152)

Exception Type:  EXC_CRASH (SIGKILL)
Exception Codes: 0x0000000000000000, 0x0000000000000000
Termination Reason: FRONTBOARD 0xbaadca11
<RBSTerminateContext| domain:10 code:0xBAADCA11 explanation:<no explanation given> reportType:CrashLog maxTerminationResistance:Interactive>

Triggered by Thread:  0`,
	ExampleIs: "crash-text",
}

var exitTooManyAssertions = Rule{
	ID:       "exit-too-many-assertions",
	Severity: Error,

	Title: `app killed for holding too many assertions` + times,
	Detail: `The system ended the app` + inState + withCode + ` because it held more assertions than one process may. ` +
		`As far as is known this comes from beginning activities or background tasks in a loop without ending them; ` +
		`a framework in the app's process can be the cause too.` + openTasks,
	Fix: `Begin one background task around the loop instead of one per item, and end each that you begin.`,

	What: `The system ended the app with 0xd00d2bad, which it calls a violation of the maximum of assertions, or on iOS 11 and 12 with 0xbada5e47.`,
	Why:  `The app is gone, in the foreground as well as in the background, and what remains is a crash report whose stack says little about who holds the assertions.`,
	HowToFix: `Look for begins per item: per row, per request, per timer tick. In the log, count the lines that create background tasks of one name (see task-leak). ` +
		`If the app begins few tasks itself, suspect its libraries, web views among them, and report the case to Apple.`,
	Swift: `@MainActor
func upload(_ photos: [Photo]) async {
    // BackgroundTask: see task-unended-after-expiration
    let task = BackgroundTask("UploadPhotos") { [weak self] in self?.stop() }
    defer { task.end() }
    for photo in photos {  // one task for all of them
        await upload(photo)
    }
}`,
	References: []string{
		"https://developer.apple.com/forums/thread/751737",
		"https://developer.apple.com/forums/thread/85066",
	},
	SeenOn: "iOS 11 and 17 to 26.1",
	Example: `Incident Identifier: 7E1B0C44-95D2-4A63-B7F8-0D2C6E9A1B35
Process:             Notes [412]
Identifier:          com.example.notes
Version:             4.2 (118)
Role:                Foreground
Date/Time:           2026-03-02 16:47:45.5310 +0100
Launch Time:         2026-02-27 20:20:20.0120 +0100
OS Version:          iPhone OS 17.5 (21F79)

Exception Type:  EXC_CRASH (SIGKILL)
Exception Codes: 0x0000000000000000, 0x0000000000000000
Termination Reason: RUNNINGBOARD 0xd00d2bad

Triggered by Thread:  0`,
	ExampleIs: "crash-text",
}

var exitBackgroundRefresh = Rule{
	ID:       "exit-background-refresh",
	Severity: Error,

	Title: `watch app killed in a background refresh{{with .what}}: {{.}}{{end}}` + times,
	Detail: `watchOS ended the app` + withCode + ` while it handled a background refresh task` +
		`{{with .allowance_s}}: it was not completed within {{dur .}}{{end}}.` +
		`{{if .code}} 0xC51BAD01 stands for too much CPU time, 0xC51BAD02 for too much time in all, 0xC51BAD03 for a watch that was too busy to let it finish.{{end}}`,
	Fix: `Do less in handle(_:), mark each task as completed as soon as its work is done, and leave downloads to a background URLSession.`,

	What: `watchOS ended the app with 0xc51bad01, 0xc51bad02 or 0xc51bad03 while it handled a background refresh, or its watchdog for background refreshes did.`,
	Why:  `The complication and the data of the watch app stay old until the next refresh.`,
	HowToFix: `Complete every task that the system hands over, also those that the app does not use. Keep the work per refresh short, ` +
		`and let the phone or a server prepare the data. With 0xc51bad03 the watch was busy with other things; try again at the next refresh.`,
	Swift: `func handle(_ backgroundTasks: Set<WKRefreshBackgroundTask>) {
    for task in backgroundTasks {
        switch task {
        case let refresh as WKApplicationRefreshBackgroundTask:
            startBackgroundDownload()  // a URLSession transfer, not work in here
            refresh.setTaskCompletedWithSnapshot(false)
        default:
            task.setTaskCompletedWithSnapshot(false)
        }
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/watchkit/using-background-tasks",
		"https://developer.apple.com/documentation/watchkit/wkrefreshbackgroundtask",
		"https://developer.apple.com/documentation/xcode/sigkill",
	},
	SeenOn: "watchOS; codes listed by the system from iOS 13 to 26.1",
	Example: `Incident Identifier: 4F6D2A18-C0B7-4E95-8D31-A9E7B5C40D62
Process:             NotesWatch [412]
Identifier:          com.example.notes.watchkitapp
Version:             4.2 (118)
Role:                Non UI
Date/Time:           2026-03-02 11:05:31.0440 +0100
Launch Time:         2026-03-02 11:05:12.7700 +0100
OS Version:          Watch OS 10.1 (21S67)

Exception Type:  EXC_CRASH (SIGKILL)
Exception Codes: 0x0000000000000000, 0x0000000000000000
Termination Reason: Namespace SPRINGBOARD, Code 0xc51bad01

Triggered by Thread:  0`,
	ExampleIs: "crash-text",
}

var exitDiskPurge = Rule{
	ID:       "exit-disk-purge",
	Severity: Error,

	Title: `app killed so that its caches could be deleted` + times,
	Detail: `The system ended the app` + inState + withCode + `{{with .by}} at the request of {{code .}}{{end}}, because storage was nearly full and ` +
		`the app's caches were to be deleted. As far as is known no crash report is written for it.` + openTasks,
	Fix: `Keep only data in Caches that can be made again, keep little of it, and expect the app to be ended at any time when storage is low.`,

	What: `The system ended the app with 0xbaddd15c in order to purge its caches.`,
	Why: `Background work is cut off, and what lay in the caches directory may be gone at the next launch. It is not a fault of the app, ` +
		`but small caches leave the system less reason to come for them.`,
	HowToFix: `Limit the size of your caches and delete old entries yourself. Ask for the free capacity before you download ahead. ` +
		`Never keep the only copy of something in Caches or tmp.`,
	Swift: `func mayPrefetch(_ bytes: Int64) throws -> Bool {
    let home = URL(fileURLWithPath: NSHomeDirectory())
    let values = try home.resourceValues(
        forKeys: [.volumeAvailableCapacityForOpportunisticUsageKey])
    return (values.volumeAvailableCapacityForOpportunisticUsage ?? 0) > bytes
}`,
	References: []string{
		"https://developer.apple.com/documentation/xcode/sigkill",
		"https://developer.apple.com/documentation/foundation/checking-volume-storage-capacity",
	},
	SeenOn: "iOS 13 to 26.1",
	Example: `default	06:16:19.599120+0100	runningboardd	Received termination request from [osservice<com.apple.cache_delete>:229] on <RBSProcessBundleIdentifierPredicate "com.example.notes"> with context <RBSTerminateContext| domain:15 code:0xBADDD15C explanation:CacheDeleteAppContainerCaches requesting termination assertion for com.example.notes reportType:None maxTerminationResistance:NonInteractive>
default	06:16:19.628077+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Terminating with context: <RBSTerminateContext| domain:15 code:0xBADDD15C explanation:CacheDeleteAppContainerCaches requesting termination assertion for com.example.notes reportType:None maxTerminationResistance:NonInteractive>
default	06:16:19.776404+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] termination reported by launchd (15, 3135099228, 9)`,
}

var exitForceQuit = Rule{
	ID:       "exit-force-quit",
	Severity: Info,

	Title: `app was removed in the app switcher` + times,
	Detail: `The user swiped the app away{{if eq .state "suspended"}} while it was suspended{{else if .state}} while it was in the {{.state}}{{end}}. ` +
		`Until the user opens it again the system normally does not launch it in the background: ` +
		`no app refresh, no wake for finished transfers, no silent push. Its background transfers are cancelled.`,
	Fix: `Nothing to repair in the code: ask testers not to swipe the app away, and show users what waits for the next launch.`,

	What: `SpringBoard or RunningBoard wrote that the app was killed from the app switcher (code 0xdeadfa11). Removals by Xcode, simctl or other tools ` +
		`have another code and are not meant here.`,
	Why: `It explains why nothing runs afterwards: removing an app from the switcher sets a flag that keeps the system from launching it in the ` +
		`background, and the flag is cleared when the user next opens the app. In some undocumented cases the system does not honour it.`,
	HowToFix: `To test a relaunch in the background, do not swipe the app away: stop it in Xcode, or let a debug build call exit. In the app, ` +
		`take up interrupted work at the next launch.`,
	Swift: `#if DEBUG
// Ends the app without the flag that a swipe sets; for tests only.
Button("Quit for a relaunch test") { exit(0) }
#endif`,
	References: []string{
		"https://developer.apple.com/forums/thread/685525",
		"https://developer.apple.com/forums/thread/796528",
	},
	SeenOn: "iOS 13 to 26.1",
	Example: `default	21:40:06.220914+0100	SpringBoard	SBWorkspaceTerminateApplication: com.example.notes: "killed from app switcher"
default	21:40:06.224377+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Terminating with context: <RBSTerminateContext| domain:10 code:0xDEADFA11 explanation:killed from app switcher
ProcessVisibility: Background
ProcessState: Suspended reportType:None maxTerminationResistance:Interactive>
default	21:40:06.281059+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] termination reported by launchd (10, 3735943697, 9)`,
}
