package parse

import "strings"

// One sample of each shape, with invented names.

const watchdogIPS = `{"app_name":"Notes","timestamp":"2025-11-22 19:29:44.00 -0500","app_version":"4.2","slice_uuid":"0a","build_version":"77","platform":2,"bundleID":"com.example.notes","share_with_app_devs":0,"is_first_party":0,"bug_type":"309","os_version":"iPhone OS 26.1 (23B85)","name":"Notes","incident_id":"11111111-2222-4333-8444-555555555555"}
{
  "uptime" : 190000,
  "procRole" : "Background",
  "version" : 2,
  "modelCode" : "iPhone14,2",
  "osVersion" : {
    "train" : "iPhone OS 26.1",
    "build" : "23B85",
    "releaseType" : "User"
  },
  "captureTime" : "2025-11-22 19:29:43.4815 -0500",
  "pid" : 1261,
  "procLaunch" : "2025-11-22 19:20:01.2 -0500",
  "procName" : "Notes",
  "procPath" : "\/private\/var\/containers\/Bundle\/Application\/0A\/Notes.app\/Notes",
  "bundleInfo" : {"CFBundleShortVersionString":"4.2","CFBundleVersion":"77","CFBundleIdentifier":"com.example.notes"},
  "parentProc" : "launchd",
  "coalitionName" : "com.example.notes",
  "exception" : {"codes":"0x0000000000000000, 0x0000000000000000","rawCodes":[0,0],"type":"EXC_CRASH","signal":"SIGKILL"},
  "termination" : {"code":2343432205,"flags":6,"namespace":"FRONTBOARD","reasons":["<RBSTerminateContext| domain:10 code:0x8BADF00D explanation:scene-update watchdog transgression: app<com.example.notes(9A0C)>:1261 exhausted real (wall clock) time allowance of 10.00 seconds","ProcessVisibility: Background","ProcessState: Running","WatchdogEvent: scene-update","WatchdogVisibility: Background",") reportType:CrashLog maxTerminationResistance:Interactive>"]},
  "faultingThread" : 0,
  "threads" : [{"triggered":true,"id":51,"queue":"com.apple.main-thread","frames":[{"imageOffset":4,"symbol":"__ulock_wait","symbolLocation":8,"imageIndex":1},{"imageOffset":176,"imageIndex":0},{"imageOffset":9,"symbol":"-[_UIBackgroundTaskInfo fireExpirationHandler]","symbolLocation":72,"imageIndex":1}]},{"id":52,"frames":[{"imageOffset":1,"imageIndex":9}]}],
  "usedImages" : [
  {"source":"P","arch":"arm64","base":4300000000,"name":"Notes"},
  {"source":"P","arch":"arm64","base":6300000000,"name":"UIKitCore"}
]
}
`

const lockIPS = `{"bug_type":"309","timestamp":"2025-01-02 03:04:05.00 +0100","name":"NotesShare","os_version":"iPhone OS 18.2 (22C152)","is_simulated":1}
{"pid":88,"procName":"NotesShare","procPath":"\/Users\/x\/Library\/Developer\/CoreSimulator\/Notes.app\/PlugIns\/NotesShare.appex\/NotesShare","exception":{"type":"EXC_CRASH","signal":"SIGKILL"},"termination":{"namespace":"RUNNINGBOARD","flags":6,"code":3735883980},"threads":[{"id":1,"frames":[{"symbol":"main"}]},{"id":2,"triggered":true,"frames":[{"symbol":"flock"}]}]}
`

const abortIPS = `{"bug_type":"309","timestamp":"2025-01-02 03:04:05.00 +0100","name":"Notes","bundleID":"com.example.notes"}
{
  "pid" : 21,
  "procName" : "Notes",
  "exception" : {"type":"EXC_CRASH","signal":"SIGABRT"},
  "termination" : {"flags":0,"code":6,"namespace":"SIGNAL","indicator":"Abort trap: 6","details":["one","two"],"byProc":"Notes","byPid":21},
  "asi" : {"libsystem_c.dylib":["abort() called"]},
  "exceptionReason" : {"composed_message":"No launch handler registered for task with identifier com.example.notes.refresh","name":"NSInternalInconsistencyException"},
  "lastExceptionBacktrace" : [{"symbol":"__exceptionPreprocess","symbolLocation":164},{"symbol":"objc_exception_throw"},{"symbol":"-[BGTaskScheduler _handleSubmissionWithoutRegistrationForTaskRequest:error:]"}],
  "threads" : [{"id":1,"frames":[{"symbol":"__pthread_kill"}]}]
}
`

const overrunText = `{"app_name":"Notes","timestamp":"2019-10-11 11:32:48.78 -0400","app_version":"3.6","build_version":"3.6","bundleID":"com.example.notes","bug_type":"109","os_version":"iPhone OS 12.3.1 (16F203)","name":"Notes"}
Incident Identifier: 11111111-2222-4333-8444-555555555555
CrashReporter Key:   00
Hardware Model:      iPhone10,4
Process:             Notes [3225]
Path:                /private/var/containers/Bundle/Application/0A/Notes.app/Notes
Identifier:          com.example.notes
Version:             3.6 (3.6)
Code Type:           ARM-64 (Native)
Role:                Non UI
Parent Process:      launchd [1]

Date/Time:           2019-10-11 11:32:48.5051 -0400
Launch Time:         2019-10-11 11:29:47.9 -0400
OS Version:          iPhone OS 12.3.1 (16F203)
Report Version:      104

Exception Type:  EXC_CRASH (SIGKILL)
Exception Codes: 0x0000000000000000, 0x0000000000000000
Exception Note:  EXC_CORPSE_NOTIFY
Termination Reason: Namespace ASSERTIOND, Code 0x8badf00d
Triggered by Thread:  0

Thread 0 name:  Dispatch queue: com.apple.main-thread
Thread 0 Crashed:
0   libsystem_kernel.dylib        	0x00000001f1 0x1f0 + 1
1   CoreFoundation                	0x00000001f2 __CFRunLoopRun + 1013

Thread 1:
0   libsystem_kernel.dylib        	0x00000001f3 other + 8

Thread 0 crashed with ARM Thread State (64-bit):
    x0: 0x0000000000000000

Binary Images:
0x100 - 0x200 Notes arm64  <50d489f108813a0e9bd2e093de509fe6> /var/Notes.app/Notes
Process: not a label here
`

const oldCrash = `Incident Identifier: 11111111-2222-4333-8444-555555555555
Hardware Model:      iPhone6,2
Process:         Photo Log [13362]
Identifier:      com.example.photolog
Version:         829 (27.0)

Date/Time:       2015-04-03 14:02:13.306 +0800
OS Version:      iOS 8.2 (12D508)

Exception Type:  00000020
Exception Codes: 0x000000008badf00d
Highlighted Thread:  4

Application Specific Information:
<BKNewProcess: 0x12de5ce60; com.example.photolog; pid: 13362; hostpid: -1> has active assertions beyond permitted time:
{(
    <BKProcessAssertion: 0x12dd36310> id: 7899-78 name: Background Content Fetching (1065) process: <BKNewProcess: 0x12de5ce60; com.example.photolog; pid: 13362; hostpid: -1> permittedBackgroundDuration: 30.000000 reason: backgroundContentFetching owner pid:7899 preventSuspend
)}

Elapsed total CPU time (seconds): 15.290 (user 15.290, system 0.000), 30% CPU

Thread 0:
0   libsystem_kernel.dylib        	0x36d7c474 mach_msg_trap + 20

Thread 4 name:  cache
Thread 4:
0   libsystem_kernel.dylib        	0x36d7c474 read + 20
`

const cpuIPS = `{"bug_type":"202","timestamp":"2021-04-17 02:47:54.00 -0700","bundleID":"com.example.notes","app_version":"1.3.6","build_version":"136.3","os_version":"iPhone OS 14.4.2 (18D70)","name":"Notes"}
Date/Time:        2021-04-17 02:45:17.497 -0700
End time:         2021-04-17 02:47:53.309 -0700
OS Version:       iPhone OS 14.4.2 (Build 18D70)
Command:          Notes
Identifier:       com.example.notes
Version:          1.3.6 (136.3)
Parent:           UNKNOWN [1]
PID:              251

Event:            cpu usage
Action taken:     none
CPU:              90 seconds cpu time over 156 seconds (58% cpu average), exceeding limit of 50% cpu over 180 seconds
CPU limit:        90s
Steps:            79 (10 gigacycles/step)

Heaviest stack for the target process:
  79  ??? (Notes + 18536) [0x104f30868]
`

const stackshotIPS = `{"bug_type":"288","timestamp":"2018-12-08 10:00:00.00 +0000","os_version":"iPhone OS 12.1 (16B92)"}
{"product":"iPhone9,1","date":"2018-12-08 09:59:59.10 +0000","exception":"0x8badf00d","reason":"Notes:1687 has active assertions beyond permitted time: \n<BKProcessAssertion: 0x102325610; \"Called by Notes, from flush\" (finishTask:180s); id:…BEE46FD5351C> (owner: Notes:1687)\n\nElapsed total CPU time (seconds): 209.930","processByPid":{"1":{"procname":"launchd"}}}
`

const jetsamIPS = `{"bug_type":"298","timestamp":"2022-07-10 01:18:16.00 +0800","os_version":"iPhone OS 15.5 (19F77)","incident_id":"22222222-2222-4333-8444-555555555555"}
{
  "crashReporterKey" : "00",
  "product" : "iPhone13,2",
  "date" : "2022-07-10 01:18:15.51 +0800",
  "build" : "iPhone OS 15.5 (19F77)",
  "memoryStatus" : {
  "pageSize" : 16384,
  "memoryPages" : {
    "active" : 55880,
    "free" : 8686
  }
},
  "largestProcess" : "Atlas",
  "processes" : [
  {
    "uuid" : "11111111-2222-3333-4444-555555555555",
    "states" : [
      "suspended"
    ],
    "rpages" : 2000,
    "reason" : "vm-pageshortage",
    "pid" : 700,
    "name" : "Notes"
  },
  {
    "uuid" : "11111111-2222-3333-4444-555555555556",
    "states" : [
      "frontmost"
    ],
    "rpages" : 90000,
    "pid" : 701,
    "name" : "Atlas"
  },
  {
    "uuid" : "11111111-2222-3333-4444-555555555557",
    "rpages" : 3000,
    "reason" : "highwater",
    "pid" : 44,
    "name" : "exampled"
  }
 ]
}
`

const lowMemory = `Incident Identifier: 33333333-2222-4333-8444-555555555555
Hardware Model:      iPhone6,1
OS Version:          iPhone OS 8.3 (12F70)
Date:                2015-05-01 11:13:20 -0700

Free pages:        9751
Page Size:         16384
Largest process:   Atlas

Processes
     Name                     <UUID>                       CPU Time  rpages purgeable  recent_max  lifetime_max  fds  [reason]  (state)

      Atlas <2ccb94f29239352189cb94a831218c94>     9.248   94255    0    -   5597   50   (frontmost) (resume)
Notes Extension <2ccb94f29239352189cb94a831218c95> 0.248    4255    0    -   5597   50 [per-process-limit] (daemon)
     Photos <0fc6bfb6e18d397ab5d6caab3b3c8e34>   832 (jettisoned) (active)
`

const metricPayload = `{
  "timeStampBegin" : "2026-10-08 03:00:00 +0000",
  "timeStampEnd" : "2026-10-09 02:59:00 +0000",
  "appVersion" : "2.1",
  "cpuMetrics" : {"cumulativeCPUTime":"1,106 秒"},
  "applicationExitMetrics" : {
    "foregroundExitData" : {
      "cumulativeNormalAppExitCount" : 3
    },
    "backgroundExitData" : {
      "cumulativeNormalAppExitCount" : 9,
      "cumulativeBackgroundTaskAssertionTimeoutExitCount" : 4,
      "cumulativeAbnormalExitCount" : 0,
      "cumulativeSuspendedWithLockedFileExitCount" : 1
    }
  },
  "metaData" : {
    "appBuildVersion" : "77",
    "osVersion" : "iPhone OS 26.1 (23B85)",
    "bundleIdentifier" : "com.example.notes",
    "deviceType" : "iPhone14,2"
  }
}
`

const diagnosticPayload = `[{"timeStampBegin":"2026-10-08 03:00:00 +0000","timeStampEnd":"2026-10-09 02:59:00 +0000",
"hangDiagnostics":[{"version":"1.0.0","diagnosticMetaData":{"hangDuration":"2,5 Sek."}}],
"crashDiagnostics":[
{"version":"1.0.0","callStackTree":{"callStacks":[]},"diagnosticMetaData":{"appVersion":"2.1","appBuildVersion":"77","bundleIdentifier":"com.example.notes","deviceType":"iPhone14,2","osVersion":"iPhone OS 26.1 (23B85)","exceptionType":10,"signal":9,"pid":4242,
"terminationReason":"<RBSTerminateContext| domain:10 code:0x8BADF00D explanation:[app<com.example.notes>:4242] Failed to terminate gracefully after 5.0s\nProcessVisibility: Unknown\nProcessState: Running\nWatchdogEvent: process-exit reportType:CrashLog maxTerminationResistance:Interactive>"}},
{"diagnosticMetaData":{"exceptionType":1,"signal":11,"terminationReason":"Namespace SIGNAL, Code 11 Segmentation fault: 11","objectiveCexceptionReason":{"composedMessage":"unrecognized selector"}}}
]}]
`

const fileLockExcerpt = `Exception Type:  EXC_CRASH (SIGKILL)
Exception Codes: 0x0000000000000000, 0x0000000000000000
Termination Reason: RUNNINGBOARD 0xdead10cc 

Triggered by Thread:  0
`

const watchdogExcerpt = "Exception Type:  EXC_CRASH (SIGKILL)\nTermination Reason: FRONTBOARD 2343432205 \n" + watchdogContext + "\n\nTriggered by Thread:  0\n"

const descriptionExcerpt = `Exception Type:  EXC_CRASH (SIGKILL)
Termination Reason: Namespace SPRINGBOARD, Code 0x8badf00d
Termination Description: SPRINGBOARD, scene-update watchdog transgression: application<com.example.notes>:307 exhausted real (wall clock) time allowance of 10.00 seconds | ProcessVisibility: Background | ProcessState: Running | WatchdogEvent: scene-update
Triggered by Thread: 0
`

const handlerExcerpt = `Thread 0 name:
Thread 0 Crashed:
0   libsystem_kernel.dylib        	0x00000001e5ea3080 kevent_id + 8
1   libdispatch.dylib             	0x00000001a53474cc _dispatch_sync_f_slow + 144 (queue.c:1769)
2   Notes                         	0x00000001027c78d0 closure #1 in Outbox.flush() + 176 (Outbox.swift:103)
3   UIKitCore                     	0x00000001a3476160 -[_UIBackgroundTaskInfo fireExpirationHandler] + 72 (UIApplication.m:1399)
`

const exceptionExcerpt = `Last Exception Backtrace:
0   CoreFoundation                  0x189cce8c8 __exceptionPreprocess + 164 (NSException.m:249)
1   BackgroundTasks                 0x1b2adf130 -[BGTaskScheduler _unsafe_submitTaskRequest:error:] + 664 (BGTaskScheduler.m:301)
`

const cpuExcerpt = `CPU: 48 seconds cpu time over 52 seconds (93% cpu average), exceeding limit of 80% cpu over 60 seconds
Action taken: Process killed
`

const listExcerpt = `has active assertions beyond permitted time:
    {(
        <SBProcessAssertion: 0xcdc7ea0> identifier: UIKitBackgroundCompletionTask process: permittedBackgroundDuration: 600.000000 reason: finishTask owner pid:888
    )}
`

// reportSamples are the samples by name, for the tests that take them all.
var reportSamples = map[string]string{
	"watchdog": watchdogIPS, "lock": lockIPS, "abort": abortIPS, "overrun": overrunText, "old": oldCrash,
	"cpu": cpuIPS, "stackshot": stackshotIPS, "jetsam": jetsamIPS, "low memory": lowMemory,
	"metrics": metricPayload, "diagnostics": diagnosticPayload,
	"lock excerpt": fileLockExcerpt, "watchdog excerpt": watchdogExcerpt, "description excerpt": descriptionExcerpt,
	"handler excerpt": handlerExcerpt, "exception excerpt": exceptionExcerpt, "cpu excerpt": cpuExcerpt, "list excerpt": listExcerpt,
	"context alone": "// " + strings.ReplaceAll(watchdogContext, "\n", "\n// ") + "\n",
}
