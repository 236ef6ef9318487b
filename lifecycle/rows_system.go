package lifecycle

// Events of the kernel, launchd, other daemons and of logd itself.
const (
	JetsamKill       EventKind = "jetsam-kill"
	MemoryLimit      EventKind = "memory-limit"
	CPUBurning       EventKind = "cpu-burning"
	CPUTriggered     EventKind = "cpu-triggered" // symptomsd: the kernel's limit with a kill was exceeded
	CPUReported      EventKind = "cpu-reported"  // "CPU: 48 seconds cpu time over …", with or without a kill
	LaunchdExited    EventKind = "launchd-exited"
	CrashReported    EventKind = "crash-reported"
	DebuggerMessage  EventKind = "debugger-message"
	DebuggerCommand  EventKind = "debugger-command"
	DebuggerStopped  EventKind = "debugger-stopped" // lldb holds a process, and says why
	ForegroundKnown  EventKind = "foreground-known" // another daemon says which app is in front
	SuspendedKnown   EventKind = "suspended-known"
	AudioState       EventKind = "audio-state" // the false friend "Background entitlement: NO"
	Booted           EventKind = "booted"
	ClockAdjusted    EventKind = "clock-adjusted"
	LogClassBegins   EventKind = "log-class-begins"
	MessagesLost     EventKind = "messages-lost"
	StreamDropped    EventKind = "stream-dropped"    // by log stream, which could not keep up
	Disconnected     EventKind = "disconnected"      // the device, from the computer that reads its log
	LinesLeftOut     EventKind = "lines-left-out"    // by who made the excerpt
	CaptureRestarted EventKind = "capture-restarted" // into the same file
	LogQuarantined   EventKind = "quarantined"       // the process writes so much that the system keeps no more of it
	AppCrashed       EventKind = "app-crashed"       // the runtime's own words: uncaught exception, fatal error
	AppAborted       EventKind = "app-aborted"       // the words of the runtime of C++, where the former may be missing
	MemoryWarning    EventKind = "memory-warning"
	PrivacyChanged   EventKind = "privacy-changed"   // Settings ends the app whose permission was changed
	VoIPRefused      EventKind = "voip-push-refused" // callservicesd launches the app for VoIP pushes no longer
	BacktraceSeen    EventKind = "backtrace"         // of a crash report, without a termination
)

var systemRows = []*Row{
	{
		ID: "kernel.jetsam.specific", From: fromKernel, Kind: JetsamKill, Inside: true, Seen: "18-26",
		Format: "memorystatus: killing_specific_process pid %d [%s] (%s %d %llus rf:%s type:%s) %lluKB", Fields: "pid process cause band _ _ _ kilobytes",
		Example: "341.211 memorystatus: killing_specific_process pid 412 [Notes] (per-process-limit 100 17s rf:- type:foreground) 1433600KB - memorystatus_available_pages: 28133",
	},
	{
		ID: "kernel.jetsam.specific_rf", From: fromKernel, Kind: JetsamKill, Inside: true, Seen: "16-17",
		Format: "memorystatus: killing_specific_process pid %d [%s] (%s %d %llus rf:%s) %lluKB", Fields: "pid process cause band _ _ kilobytes",
		Example: "341.211 memorystatus: killing_specific_process pid 412 [notekeys] (per-process-limit 100 16s rf:-) 78848KB - memorystatus_available_pages: 28133",
	},
	{
		ID: "kernel.jetsam.specific_old", From: fromKernel, Kind: JetsamKill, Inside: true, Seen: "10-17",
		Format: "memorystatus: killing_specific_process pid %d [%s] (%s %d)", Fields: "pid process cause band",
		Example: "memorystatus: killing_specific_process pid 412 [Notes] (per-process-limit 10) - memorystatus_available_pages: 28133",
	},
	{
		ID: "kernel.jetsam.top", From: fromKernel, Kind: JetsamKill, Inside: true, Seen: "13-26",
		Format: "memorystatus: killing_top_process%s pid %d [%s] (%s)", Fields: "_ pid process cause",
		Example: "memorystatus: killing_top_process pid 412 [Notes] (vm-pageshortage)",
	},
	{
		ID: "kernel.jetsam.highwater", From: fromKernel, Kind: JetsamKill, Inside: true, Seen: "15-26",
		Format: "memorystatus: killing_highwater_process%s[%s] (%s)", Fields: "pidtext process cause",
		Example: "memorystatus: killing_highwater_process pid 412 [Notes] (highwater 100 17s) 8579568KB",
	},
	{
		// comes before the kill; FOREGROUND is the band of the app in front and of its extensions
		ID: "kernel.jetsam.high_band", From: fromKernel, Kind: JetsamKill, Inside: true, Seen: "17-26 (posted logs: wanliyunyan/xray_ios#19)",
		Format: "memorystatus: killing process %d [%s] in high band %s (%d)", Fields: "pid process high _",
		Example: "memorystatus: killing process 412 [Notes] in high band FOREGROUND (100) - memorystatus_available_pages: 113991",
	},
	{
		ID: "kernel.jetsam.idle", From: fromKernel, Kind: JetsamKill, Inside: true, Seen: "26",
		Format: "memorystatus: killing_idle_process pid %d [%s] (%s)", Fields: "pid process cause",
		Example: "memorystatus: killing_idle_process pid 412 [Notes] (long-idle-exit 0 60s)",
	},
	{
		ID: "reports.jetsam", From: fromMemoryReports, Kind: JetsamKill, Inside: true, Seen: "17-26",
		Format: "Process %{public}@ [%d] killed by jetsam reason %{public}@", Fields: "process pid cause",
		Example: "Process Notes [412] killed by jetsam reason per-process-limit",
	},
	{
		ID: "kernel.memlimit", From: fromKernel, Kind: MemoryLimit, Inside: true, Seen: "15-26",
		Format: "memorystatus: %s exceeded mem limit: %@", Fields: "process limit",
		Example: "memorystatus: Notes exceeded mem limit: ActiveSoft 1536 MB (non-fatal)",
	},
	{
		// without the process, as people quote it (posted notes of iOS 17 to 26)
		ID: "kernel.memlimit_bare", From: fromKernel, Kind: MemoryLimit, Inside: true, Seen: "17-26",
		Format: "memorystatus: exceeded mem limit: %@", Fields: "limit",
		Example: "memorystatus: exceeded mem limit: ActiveHard 50 MB (fatal)",
	},
	{
		// the same of all processes that the exception is raised for (xnu, bsd/kern/kern_memorystatus.c)
		ID: "kernel.memlimit_exc", From: fromKernel, Kind: MemoryLimit, Inside: true, Seen: "14-18 (posted logs: AdguardTeam/AdguardForiOS#1935, nextcloud/talk-ios#1223, wanliyunyan/xray_ios#19)",
		Format: "EXC_RESOURCE -> %s[%d] exceeded mem limit: %@", Fields: "process pid limit",
		Example: "EXC_RESOURCE -> NotesTunnel[412] exceeded mem limit: ActiveHard 15 MB (fatal)",
	},
	{
		ID: "kernel.cpu", From: fromKernel, Kind: CPUBurning, Inside: true, Seen: "10 and later",
		Format: "process %s[%d] thread %llu caught burning CPU! It used more than %d%% CPU %@", Fields: "process pid _ percent rest",
		Example: "process Notes[412] thread 1624 caught burning CPU! It used more than 50% CPU (Actual recent usage: 93%) over 180 seconds.",
	},
	{
		ID: "symptomsd.cpu_fatal", From: fromSymptomsd, Kind: CPUTriggered, Seen: "13",
		Format: "Fatal RESOURCE_NOTIFY trigger for %@ [%d] (%llu nanoseconds of CPU usage over %fs seconds, violating limit of %llu nanoseconds of CPU usage over %fs seconds)", Fields: "process pid used_ns over limit_ns window",
		Example: "Fatal RESOURCE_NOTIFY trigger for Notes [412] (48003536458 nanoseconds of CPU usage over 48.15s seconds, violating limit of 48000000000 nanoseconds of CPU usage over 60.00s seconds)",
	},
	{
		ID: "symptomsd.cpu_trigger", From: fromSymptomsd, Kind: CPUTriggered, Lines: true, Seen: "13",
		Format: "Received (FATAL) CPU usage trigger: %@[%d] (%@) used %fs of CPU over %f seconds (averaging %d%%), violating a CPU usage limit of %fs over %f seconds", Fields: "process pid path used over _ limit window",
		Example: "Received (FATAL) CPU usage trigger: \n  Notes[412] (/private/var/containers/Bundle/Application/C41D7E02/Notes.app/Notes) used 48.00s of CPU over 48.15 seconds (averaging 99%), violating a CPU usage limit of 48.00s over 60 seconds.",
	},
	{
		ID: "launchd.exited", From: fromLaunchd, Kind: LaunchdExited, Inside: true, Seen: "13-27",
		Format: "exited with exit reason (namespace: %d code: %llx)%@", Fields: "namespace code rest",
		Example: "exited with exit reason (namespace: 15 code: 0xbaddd15c) - OS_REASON_RUNNINGBOARD",
	},
	{
		ID: "launchd.exited_due", From: fromLaunchd, Kind: LaunchdExited, Inside: true, Seen: "13-27",
		Format: "exited due to %@", Fields: "rest",
		Example: "exited due to SIGPIPE | sent by Notes[412], ran for 4930203ms",
	},
	{
		ID: "launchd.job_exited", From: fromLaunchd, Kind: LaunchdExited, Seen: "4-7 (a posted log: heardrwt/RHAddressBook#20)",
		Format: "(UIKitApplication:%@) Exited: %@: %d", Fields: "_ _ signal",
		Example: "(UIKitApplication:com.example.notes[0x930c]) Exited: Killed: 9",
	},
	{
		// the format is launchd's own (launchd-842, src/core.c); the rest is as above
		ID: "launchd.job_crashed", From: fromLaunchd, Kind: LaunchdExited, Seen: "4-7",
		Format: "(UIKitApplication:%@) Job appears to have crashed: %@: %d", Fields: "_ _ signal",
		Example: "(UIKitApplication:com.example.notes[0x930c]) Job appears to have crashed: Segmentation fault: 11",
	},
	{
		// by itself, with a status of its own
		ID: "launchd.service_status", From: fromLaunchd, Kind: LaunchdExited, Seen: "9-10 (posted logs of simulators: facebookarchive/WebDriverAgent#281)",
		Format: "Service exited with abnormal code: %d", Fields: "status",
		Example: "Service exited with abnormal code: 1",
	},
	{
		// the launchd of a simulator, which Macs name by the device
		ID: "launchd.service_exited", From: fromAnyone, Kind: LaunchdExited, Seen: "9-13 (posted logs of simulators: flutter/flutter#6775, appium/appium#14582)",
		Format: "Service exited due to %@", Fields: "rest",
		Example: "Service exited due to signal: Segmentation fault: 11",
	},
	{
		ID: "reportcrash.formulating", From: fromReportCrash, Kind: CrashReported, Inside: true, Seen: "17-26",
		Format: "Formulating fatal %d report for corpse[%d] %@", Fields: "type pid process",
		Example: "Formulating fatal 309 report for corpse[412] Notes",
	},
	{
		ID: "debugger.terminated", From: fromAnyone, Kind: DebuggerMessage, Inside: true,
		Format: "Message from debugger: Terminated due to %@", Fields: "why",
		Example: "Message from debugger: Terminated due to signal 9",
	},
	{
		// without its voice, as people quote it
		ID: "debugger.terminated_bare", From: fromAnyone, Kind: DebuggerMessage, Seen: "16-17 (a posted log: flutter/flutter#133572)",
		Format: "Terminated due to %@", Fields: "why",
		Example: "Terminated due to signal 9",
	},
	{
		// lldb, also as flutter run prints it; a paste may have lost its star, like a list's
		ID: "debugger.stopped", From: fromAnyone, Kind: DebuggerStopped, Inside: true, Seen: "12-17 (posted logs: flutter/flutter#133572, Netesh5/image_background_remover#8)",
		Format: "thread #%d, %@stop reason = %@", Fields: "_ _ reason",
		Example: "* thread #53, queue = 'com.apple.root.user-initiated-qos', stop reason = EXC_RESOURCE (RESOURCE_TYPE_MEMORY: high watermark memory limit exceeded) (limit=1450 MB)",
	},
	{
		// up to Xcode 7 (couchbase/couchbase-lite-ios#1461)
		ID: "debugger.stopped_old", From: fromAnyone, Kind: DebuggerStopped, Inside: true, Seen: "9",
		Format: "thread #%d: tid = %@, stop reason = %@", Fields: "_ _ reason",
		Example: "* thread #1: tid = 0x62116, 0x232cfc5c libsystem_kernel.dylib`__pthread_kill + 8, queue = 'com.apple.main-thread', stop reason = signal SIGABRT",
	},
	{
		// Xcode, beside the line of source at which it holds the process
		ID: "debugger.annotation", From: fromAnyone, Kind: DebuggerStopped, Seen: "17 (posted messages: yangKJ/Harbeth#33)",
		Format: "Thread %d: EXC_RESOURCE %@", Fields: "_ reason",
		Example: "Thread 1: EXC_RESOURCE (RESOURCE_TYPE_MEMORY: high watermark memory limit exceeded) (limit=1450 MB)",
	},
	{
		// the same, where the app has called abort or Swift's runtime has ended it (posted messages: aslanyanhaik/Quick-Chat#56, favret/PoutouPush#5)
		ID: "debugger.annotation_abort", From: fromAnyone, Kind: DebuggerStopped, Seen: "11-17",
		Format: "Thread %d: signal SIGABRT", Fields: "_",
		Example: "Thread 1: signal SIGABRT",
	},
	{
		ID: "debugger.annotation_fatal", From: fromAnyone, Kind: DebuggerStopped, Seen: "12-26",
		Format: "Thread %d: Fatal error: %@", Fields: "_ fatal",
		Example: "Thread 1: Fatal error: Index out of range",
	},
	{
		// the reason alone, as people quote it
		ID: "debugger.memory", From: fromAnyone, Kind: DebuggerStopped, Inside: true, Seen: "16-17 (posted messages: kishikawakatsumi/ScreenRecorder#13, Expensify/react-native-share-menu#283)",
		Format: "EXC_RESOURCE RESOURCE_TYPE_MEMORY (%@)", Fields: "reason",
		Example: "EXC_RESOURCE RESOURCE_TYPE_MEMORY (limit=1450 MB, unused=0x0)",
	},
	{
		ID: "debugger.message", From: fromAnyone, Kind: DebuggerMessage, Inside: true,
		Format: "Message from debugger: %@", Fields: "text",
		Example: "Message from debugger: killed",
	},
	{
		// Xcode's dialog (mybigday/whisper.rn#315, streamyfin/streamyfin#767)
		ID: "debugger.dialog", From: fromAnyone, Kind: DebuggerMessage, Seen: "17-18",
		Format: "The app \"%@\" has been killed by the operating system because it is using too much memory", Fields: "app",
		Example: "The app \"Notes\" has been killed by the operating system because it is using too much memory.",
	},
	{
		ID: "debugger.command", From: fromAnyone, Kind: DebuggerCommand,
		Format: "(lldb) %@", Fields: "command",
		Example: "(lldb) continue",
	},
	{
		ID: "symptomsd.fg", From: fromSymptomsd, Kind: ForegroundKnown, Seen: "17-26",
		Format: "%@: Foreground: %@", Fields: "bundle value",
		Example: "com.example.notes: Foreground: true",
	},
	{
		ID: "wifid.fgapp", From: fromWifid, Kind: ProcessNoted, Inside: true, Seen: "17-26",
		Format: "FgApp:%@ stateChange:%d", Fields: "_ _",
		Example: "WifiDeviceManagerCatsWhitelistedApp: CATS en0:  deviceManager:0x4cc24a000 FgApp:com.example.notes stateChange:1 whitelisted=1",
	},
	{
		ID: "locationd.appstate", From: fromLocationd, Kind: SuspendedKnown, Seen: "16",
		Format: "{\"msg\":\"Post Application State Change Notification\", \"notification\":\"%@\", \"pid\":%d, \"bundleId\":\"%@\"", Fields: "notification pid bundle",
		Example: `{"msg":"Post Application State Change Notification", "notification":"BackgroundTaskSuspended", "pid":412, "bundleId":"com.example.notes"}`,
	},
	{
		ID: "audiomxd.bgent", From: fromAudio, Kind: AudioState, Inside: true, Seen: "18-26",
		Format: "Client %@ with session %@ with pid '%d' is now %@. Background entitlement: %@", Fields: "bundle _ pid state entitlement",
		Example: "-CMSessionMgr- CMSessionMgrHandleApplicationStateChange:17005 Client com.example.notes with session (null) [0x0] with pid '412' is now ForegroundRunning. Background entitlement: NO ActiveLongFormVideoSession: NO IsLongFormVideoApp NO",
	},
	{
		ID: "audio.bgent_quoted", From: fromAnyone, Kind: AudioState, Inside: true,
		Format:  "Background entitlement: NO",
		Example: "BackgroundTaskSuspended. Background entitlement: NO",
	},
	{
		ID: "marker.boot", From: fromAnyone, Kind: Booted,
		Format: "=== system boot: %s", Fields: "boot",
		Example: "=== system boot: 49BA93E4-C511-47A3-B6CC-62D80BFFE539",
	},
	{
		ID: "marker.clock", From: fromAnyone, Kind: ClockAdjusted,
		Format:  "=== system wallclock time adjusted",
		Example: "=== system wallclock time adjusted",
	},
	{
		ID: "marker.class", From: fromAnyone, Kind: LogClassBegins,
		Format: "=== log class: %s begins", Fields: "class",
		Example: "=== log class: in-memory begins",
	},
	{
		// the number may be ">=63" when the counter is saturated
		ID: "marker.lost", From: fromAnyone, Kind: MessagesLost,
		Format: "lost %s unreliable messages from %llu-%llu (Mach continuous exact start-approx. end)", Fields: "count _ _",
		Example: "lost >=63 unreliable messages from 1222-1300 (Mach continuous exact start-approx. end)",
	},
	{
		// in the place of a process's message, of which syslogd drops the rest of that second
		// (QUOTA_EXCEEDED_MESSAGE in the source of Apple's syslogd, 2009)
		ID: "marker.quota", From: fromAnyone, Kind: MessagesLost, Level: "error", Seen: "-9",
		Format: "*** process %d exceeded %d log message per second limit  -  remaining messages this second discarded ***", Fields: "_ _",
		Example: "*** process 412 exceeded 500 log message per second limit  -  remaining messages this second discarded ***",
	},
	{
		// a line of log stream's own, without columns
		ID: "marker.dropped", From: fromAnyone, Kind: StreamDropped, Proof: proofMarker,
		Format: "=== Messages dropped %s", Fields: "_",
		Example: "=== Messages dropped during live streaming (use `log show` to see what they were)",
	},
	{
		// a line of idevicesyslog's own, likewise
		ID: "marker.disconnected", From: fromAnyone, Kind: Disconnected, Proof: proofMarker,
		Format: "[disconnected%s", Fields: "_",
		Example: "[disconnected:00008110-000A18E11E8B801E]",
	},
	{
		// whatever people write where they leave lines out, behind words of package parse
		ID: "marker.left_out", From: fromAnyone, Kind: LinesLeftOut, Proof: proofMarker,
		Format: "lines left out: %s", Fields: "_",
		Example: "lines left out: [...]",
	},
	{
		// a line that stands before a capture's first record, behind words of package parse
		ID: "marker.restarted", From: fromAnyone, Kind: CaptureRestarted, Proof: proofMarker,
		Format: "captured anew: %s", Fields: "_",
		Example: "captured anew: Timestamp                       Thread     Type        Activity             PID    TTL  ",
	},
	{
		// in the process itself, of which nothing follows: seen in the archive
		// of a visionOS app that wrote nothing in the four minutes until its end. Developers see it in
		// Xcode's console (https://developer.apple.com/forums/thread/814022).
		ID: "trace.quarantined", From: fromTrace, Kind: LogQuarantined,
		Format:  "QUARANTINED DUE TO HIGH LOGGING VOLUME",
		Example: "QUARANTINED DUE TO HIGH LOGGING VOLUME",
	},
	{
		ID: "app.exception", From: fromAnyone, Kind: AppCrashed,
		Format: "*** Terminating app due to uncaught exception '%@', reason: '%@", Fields: "exception reason",
		Example: "*** Terminating app due to uncaught exception 'NSInternalInconsistencyException', reason: 'example'",
	},
	{
		// pasted without the asterisks, as tickets and crash reporters quote it
		ID: "app.exception_bare", From: fromAnyone, Kind: AppCrashed, Seen: "7-18",
		Format: "Terminating app due to uncaught exception '%@', reason: '%@", Fields: "exception reason",
		Example: "Terminating app due to uncaught exception 'NSGenericException', reason: 'example'",
	},
	{
		// the reason stands in another paragraph (littleprinters-ios-app issue 11)
		ID: "app.exception_cut", From: fromAnyone, Kind: AppCrashed, Seen: "11",
		Format: "Terminating app due to uncaught exception '%@',", Fields: "exception",
		Example: "Terminating app due to uncaught exception 'NSGenericException', ",
	},
	{
		// the runtime of C++, below the exception or where nothing else tells of one: llvm-project,
		// libcxxabi/src/cxa_default_handlers.cpp ("with" up to LLVM 14, the dylib's name up to iOS 13)
		ID: "abi.terminating", From: fromAnyone, Kind: AppAborted, Seen: "16 and later (mlalma/kokoro-ios#18)",
		Format: "libc++abi: terminating due to uncaught exception of type %@", Fields: "thrown",
		Example: "libc++abi: terminating due to uncaught exception of type std::out_of_range: vector",
	},
	{
		ID: "abi.terminating_with", From: fromAnyone, Kind: AppAborted, Seen: "14-15",
		Format: "libc++abi: terminating with uncaught exception of type %@", Fields: "thrown",
		Example: "libc++abi: terminating with uncaught exception of type NSException",
	},
	{
		ID: "abi.terminating_dylib", From: fromAnyone, Kind: AppAborted, Seen: "8-13 (carsonmcdonald/ios-ruby-embedded#12, AloneMonkey/MonkeyDev#294)",
		Format: "libc++abi.dylib: terminating with uncaught exception of type %@", Fields: "thrown",
		Example: "libc++abi.dylib: terminating with uncaught exception of type int",
	},
	{
		// Swift's runtime, before 5.4 with the place behind the reason (stdlib/public/runtime/Errors.cpp,
		// stdlib/public/core/AssertCommon.swift; nova286/BSText#17)
		ID: "swift.fatal", From: fromAnyone, Kind: AppCrashed, Seen: "12-14",
		Format: "Fatal error: %@: file %@.swift, line %d", Fields: "reason _ _",
		Example: "Fatal error: Index out of range: file Outbox/Queue.swift, line 44",
	},
	{
		// since Swift 5.4 with the place before it (AppPear/ChartView#201)
		ID: "swift.fatal_placed", From: fromAnyone, Kind: AppCrashed, Seen: "14-26",
		Format: "%@.swift:%d: Fatal error: %@", Fields: "place _ reason",
		Example: "Outbox/Queue.swift:44: Fatal error: Index out of range",
	},
	{
		// without a place where the library is built without them
		ID: "swift.fatal_nil", From: fromAnyone, Kind: AppCrashed, Seen: "12-26",
		Format: "Fatal error: Unexpectedly found nil while %@", Fields: "reason",
		Example: "Fatal error: Unexpectedly found nil while unwrapping an Optional value",
	},
	{
		// any reason without a place, where the library is told that logs it
		ID: "swift.fatal_logged", From: fromSwift, Kind: AppCrashed, Proof: proofSender, Seen: "17 (public notes that name EthanArbuckle/unredact-private-os_logs)",
		Format: "Fatal error: %@", Fields: "reason",
		Example: "Fatal error: Index out of range",
	},
	{
		// up to Swift 3 (HaishinKit/HaishinKit.swift#22, TUM-Dev/Campus-iOS#10)
		ID: "swift.fatal_old", From: fromAnyone, Kind: AppCrashed, Seen: "8-11",
		Format:  "fatal error: unexpectedly found nil while unwrapping an Optional value",
		Example: "fatal error: unexpectedly found nil while unwrapping an Optional value",
	},
	{
		// Mono's handler of signals (mono/mini/mini-posix.c; posted logs of Xamarin: dotnet/macios#3257, dotnet/android#3222)
		ID: "mono.crash", From: fromAnyone, Kind: AppCrashed, Origin: SDK, Seen: "11-14",
		Format: "Got a %@ while executing native code. This usually indicates", Fields: "signal",
		Example: "Got a SIGSEGV while executing native code. This usually indicates",
	},
	{
		// the loader, before the app's own code runs (Apple, "Addressing missing framework crashes");
		// since iOS 15 with the pid
		ID: "dyld.library", From: fromAnyone, Kind: AppCrashed, Seen: "8-14 (eni9889/ppsideloader#99)",
		Format: "dyld: Library not loaded: %@", Fields: "library",
		Example: "dyld: Library not loaded: @rpath/Outbox.framework/Outbox\n  Referenced from: /private/var/containers/Bundle/Application/3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815/Notes.app/Notes\n  Reason: image not found",
	},
	{
		ID: "dyld.library_pid", From: fromAnyone, Kind: AppCrashed, Seen: "15-26",
		Format: "dyld[%d]: Library not loaded: %@", Fields: "_ library",
		Example: "dyld[412]: Library not loaded: @rpath/Outbox.framework/Outbox",
	},
	{
		ID: "dyld.symbol", From: fromAnyone, Kind: AppCrashed, Seen: "8-14",
		Format: "dyld: Symbol not found: %@", Fields: "library",
		Example: "dyld: Symbol not found: _OBJC_CLASS_$_Outbox\n  Referenced from: /private/var/containers/Bundle/Application/3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815/Notes.app/Notes",
	},
	{
		ID: "dyld.symbol_pid", From: fromAnyone, Kind: AppCrashed, Seen: "15-26",
		Format: "dyld[%d]: Symbol not found: %@", Fields: "_ library",
		Example: "dyld[412]: Symbol not found: _OBJC_CLASS_$_Outbox\n  Referenced from: <3F2C7A10> /private/var/containers/Bundle/Application/3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815/Notes.app/Notes",
	},
	{
		ID: "pushkit.unreported", From: fromAnyone, Kind: AppCrashed, Seen: "13-18",
		Format:  "Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push",
		Example: "Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push callback.",
	},
	{
		// crash reporters put the exception's name before it
		ID: "pushkit.unreported_named", From: fromAnyone, Kind: AppCrashed, Seen: "13-17 (react-native-webrtc/react-native-callkeep#664, twilio/twilio-voice-react-native#369)",
		Format:  "NSInternalInconsistencyException: Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push",
		Example: "NSInternalInconsistencyException: Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push.",
	},
	{
		// the assertion behind that exception, written right before it (flutter-webrtc/callkeep#162,
		// BelledonneCommunications/linphone-iphone#834)
		ID: "pushkit.assertion", From: fromAnyone, Kind: AppCrashed, Seen: "15-16",
		Format: "*** Assertion failure in -[PKPushRegistry _terminateAppIfThereAreUnhandledVoIPPushes], %@", Fields: "place",
		Example: "*** Assertion failure in -[PKPushRegistry _terminateAppIfThereAreUnhandledVoIPPushes], PKPushRegistry.m:349",
	},
	{
		// that assertion in a sentence or a heading (BelledonneCommunications/linphone-iphone#834)
		ID: "pushkit.assertion_quoted", From: fromAnyone, Kind: AppCrashed, Inside: true, Seen: "15",
		Format:  "Assertion failure in -[PKPushRegistry _terminateAppIfThereAreUnhandledVoIPPushes]",
		Example: "Assertion failure in -[PKPushRegistry _terminateAppIfThereAreUnhandledVoIPPushes]",
	},
	{
		// PushKit writes this, with its slip, nowhere but right before that assertion; read from PushKit
		// of iOS 17, posted in BelledonneCommunications/linphone-sdk#286
		ID: "pushkit.must_post", From: fromAnyone, Kind: AppCrashed, Seen: "13-18",
		Format: unreportedRule + " %@in the same run loop as pushRegistry:%@", Fields: "_ _",
		Example: unreportedRule + " via CallKit in the same run loop as pushRegistry:didReceiveIncomingPushWithPayload:forType:[withCompletionHandler:] without delay.",
	},
	{
		// behind what an app's own crash handler calls the reason (BelledonneCommunications/linphone-iphone#665)
		ID: "pushkit.unreported_labelled", From: fromAnyone, Kind: AppCrashed, Inside: true, Seen: "13",
		Format:  ":Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push",
		Example: "exception reason:Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push callback.",
	},
	{
		// quoted in a sentence; a record of an app may do so too
		ID: "pushkit.unreported_quoted", From: fromAnyone, Kind: AppCrashed, Inside: true, Seen: "14 (masashi-sutou/flutter_ios_voip_kit#42)",
		Format:  "\"Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push",
		Example: "\"Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push callback\"",
	},
	{
		// the reason where words stand before the exception in its line
		ID: "pushkit.unreported_reason", From: fromAnyone, Kind: AppCrashed, Inside: true, Seen: "13 (the documentation of PJSIP)",
		Format:  "reason: 'Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push",
		Example: "reason: 'Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push callback.'",
	},
	{
		// the library TCC within the app, before it ends the process; Apple, "Requesting access to
		// protected resources"
		ID: "tcc.undescribed", From: fromAnyone, Kind: AppCrashed, Seen: "10-15 (BelledonneCommunications/linphone-iphone#362, gsdios/GSD_WeiXin#48)",
		Format: usageUndescribed + "%@", Fields: "reason",
		Example: usageUndescribed + "  The app's Info.plist must contain an NSCameraUsageDescription key with a string value explaining to the user how the app uses this data.",
	},
	{
		// with its category where the format has no column for it (NativeScript/sample-TelerikNEXT#29, element-hq/element-ios#605)
		ID: "tcc.undescribed_access", From: fromAnyone, Kind: AppCrashed, Seen: "10",
		Format: "[access] " + usageUndescribed + "%@", Fields: "reason",
		Example: "[access] " + usageUndescribed + "  The app's Info.plist must contain an NSContactsUsageDescription key with a string value explaining to the user how the app uses this data.",
	},
	{
		// the format is read from callservicesd of iOS 18 and 26; while the app is in front a second sentence follows
		ID: "callservicesd.refused", From: fromCallServices, Kind: VoIPRefused, Seen: "16-26",
		Format: "Application %@ will not be launched because it failed to report an incoming call too many times%@", Fields: "bundle rest",
		Example: "Application com.example.notes will not be launched because it failed to report an incoming call too many times (or repeatedly crashed.)",
	},
	{
		// the format begins with number signs, which people leave out; read from the Preferences framework of iOS 18 and 26
		ID: "settings.privacy", From: fromSettings, Kind: PrivacyChanged, Inside: true, Seen: "9-26",
		Format: "Quitting application (%@) in response to privacy settings change.", Fields: "bundle",
		Example: "########### Quitting application (com.example.notes) in response to privacy settings change.",
	},
	{
		ID: "tccd.changed", From: fromTCC, Kind: PrivacyChanged, Inside: true, Seen: "26 (a public work log of an app called Cadence)",
		Format: "Terminating %@ because access to the %@ service changed", Fields: "bundle _",
		Example: "Terminating com.example.notes[412] because access to the kTCCServiceReminders service changed",
	},
	{
		ID: "app.memory_warning", From: fromAnyone, Kind: MemoryWarning,
		Format:  "Received memory warning.",
		Example: "Received memory warning.",
	},
}

// The report's own lines, when they are pasted among log lines.
var reportRows = []*Row{
	{
		// people quote it without its label, and the figure before the words may pass for a line number
		ID: "cpu.used", From: fromAnyone, Kind: CPUReported,
		Format: "%@seconds cpu time over %d seconds (%d%% cpu average), exceeding limit of %d%% cpu over %d seconds", Fields: "used over _ limit seconds",
		Example: "CPU: 48 seconds cpu time over 52 seconds (93% cpu average), exceeding limit of 80% cpu over 60 seconds",
	},
	{
		// without the window, as people quote it (facebook/hermes#660)
		ID: "cpu.used_quoted", From: fromAnyone, Kind: CPUReported,
		Format: "%@seconds cpu time over %d seconds (%d%% cpu average), exceeding limit of %d%% cpu", Fields: "used over _ limit",
		Example: "9 seconds cpu time over 19 seconds (46% cpu average), exceeding limit of 15% cpu",
	},
}
