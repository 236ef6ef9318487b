package lifecycle

// Events of SpringBoard and FrontBoard.
const (
	Bootstrapping       EventKind = "bootstrapping" // with the intent: user or background
	BootstrapSuccess    EventKind = "bootstrap-success"
	FBTaskState         EventKind = "fb-task-state"
	FBVisibility        EventKind = "fb-visibility"
	FBDebugState        EventKind = "fb-debug-state"
	FBPendingExit       EventKind = "fb-pending-exit"
	FBProcessExited     EventKind = "fb-process-exited"
	AppProcessState     EventKind = "app-process-state"
	TerminateApp        EventKind = "terminate-app" // SBWorkspaceTerminateApplication, with the reason
	SceneMode           EventKind = "scene-mode"
	SceneActivated      EventKind = "scene-activated"
	FrontDisplay        EventKind = "front-display"
	InitialAssertion    EventKind = "initial-assertion"
	WorkspaceAssertion  EventKind = "workspace-assertion"
	AppTerminated       EventKind = "app-terminated"
	WatchdogViolated    EventKind = "watchdog-violated"
	WatchdogDeclined    EventKind = "watchdog-declined" // the allowance is used up, and the process lives on
	ExecutingTerminaton EventKind = "executing-termination"
	AppExitedSignal     EventKind = "app-exited-signal"
	CrashForced         EventKind = "crash-forced" // iOS 9 to 11: the kill, with its reason in words
	OpenRequest         EventKind = "open-request" // somebody asked SpringBoard to run the app
	PushToDuet          EventKind = "push-to-duet" // a silent push was handed to the scheduler
)

var frontBoardRows = []*Row{
	{
		ID: "fb.bootstrapping", From: fromSpringBoard, Kind: Bootstrapping, Seen: "16.5-26",
		Format: "Bootstrapping %{public}@ with intent %{public}@", Fields: "target intent",
		Example: "Bootstrapping app<com.example.notes> with intent background",
	},
	{
		ID: "fb.bootstrap_ok", From: fromSpringBoard, Kind: BootstrapSuccess, Seen: "16-26",
		Format: "%{public}@ Bootstrap success!", Fields: "target",
		Example: "[app<com.example.notes>:412] Bootstrap success!",
	},
	{
		ID: "fb.task_state", From: fromSpringBoard, Kind: FBTaskState, Seen: "14-26",
		Format: "%{public}@ Setting process task state to: %{public}@", Fields: "target state",
		Example: "[app<com.example.notes>:412] Setting process task state to: Running",
	},
	{
		ID: "fb.visibility", From: fromSpringBoard, Kind: FBVisibility, Seen: "14-26",
		Format: "%{public}@ Setting process visibility to: %{public}@", Fields: "target visibility",
		Example: "[app<com.example.notes>:412] Setting process visibility to: Foreground",
	},
	{
		ID: "fb.debug_state", From: fromSpringBoard, Kind: FBDebugState, Seen: "14-26",
		Format: "%{public}@ Setting process debug state to: %{public}@", Fields: "target debugged",
		Example: "[app<com.example.notes>:412] Setting process debug state to: YES",
	},
	{
		ID: "fb.pending_exit", From: fromSpringBoard, Kind: FBPendingExit, Seen: "14-26",
		Format: "%{public}@ Now flagged as pending exit for reason: %{public}@", Fields: "target reason",
		Example: "[app<com.example.notes>:412] Now flagged as pending exit for reason: workspace client connection invalidated",
	},
	{
		ID: "fb.exited", From: fromSpringBoard, Kind: FBProcessExited, Seen: "14-26",
		Format: "%{public}@ Process exited: %{public}@.", Fields: "target context",
		Example: "[app<com.example.notes>:412] Process exited: <RBSProcessExitContext| specific, status:<RBSProcessExitStatus| domain:signal(2) code:SIGSEGV(11)>>.",
	},
	{
		// SpringBoard's own words beside FrontBoard's (firebase/flutterfire#5702); those of
		// iOS 10 are built alike (an article on exit reasons posts "Process exited:
		// <FBApplicationProcess: …> -> <FBApplicationProcessExitContext: …>")
		ID: "sb.exited", From: fromSpringBoard, Kind: FBProcessExited, Seen: "14",
		Format: "Process exited: <FBApplicationProcess: %p; %{public}@(v%@)> -> %{public}@", Fields: "_ target _ context",
		Example: "Process exited: <FBApplicationProcess: 0x107c24220; application<com.example.notes>:412(v11522)> -> <RBSProcessExitContext| specific, status:<RBSProcessExitStatus| domain:signal(2) code:SIGSEGV(11)>>",
	},
	{
		ID: "fb.waiting_exit", From: fromSpringBoard, Kind: ProcessNoted, Seen: "18.2",
		Format: "%{public}@: Still waiting on exit context after %.1f seconds", Fields: "target _",
		Example: "[app<com.example.notes>:412]: Still waiting on exit context after 5.0 seconds",
	},
	{
		ID: "fb.ws_invalid", From: fromSpringBoard, Kind: ProcessNoted, Seen: "16",
		Format: "%{public}@ Invalidating workspace.", Fields: "target",
		Example: "[application<com.example.notes>:412] Invalidating workspace.",
	},
	{
		ID: "fb.removing", From: fromSpringBoard, Kind: ProcessGone, Seen: "16-26",
		Format: "Removing: <FBApplicationProcess: %p; %{public}@(v%@)>", Fields: "_ target _",
		Example: "Removing: <FBApplicationProcess: 0x107c24220; application<com.example.notes>:412(v11522)>",
	},
	{
		ID: "fb.adding", From: fromSpringBoard, Kind: ProcessNoted, Seen: "16-26",
		Format: "Adding: <FBApplicationProcess: %p; %{public}@(v%@)>", Fields: "_ target _",
		Example: "Adding: <FBApplicationProcess: 0x86cdc2e80; app<com.example.notes>:412(v83CB9)>",
	},
	{
		ID: "fb.ws_assert", From: fromSpringBoard, Kind: WorkspaceAssertion, Seen: "17-26",
		Format: "%{public}@ Workspace assertion state did change: %{public}@ (acquireAssertion = %@).", Fields: "target state _",
		Example: "[app<com.example.notes>:412] Workspace assertion state did change: None (acquireAssertion = NO).",
	},
	{
		ID: "fb.initial_assert", From: fromSpringBoard, Kind: InitialAssertion, Seen: "17-26",
		Format: "%{public}@ Initial launch assertion state: %{public}@.", Fields: "target state",
		Example: "[app<com.example.notes>:412] Initial launch assertion state: ForegroundFocal.",
	},
	{
		ID: "fb.scene_mode", From: fromSpringBoard, Kind: SceneMode, Seen: "17-26",
		Format: "%{public}@ Scene activity mode did change: %{public}@.", Fields: "scene mode",
		Example: "[0x537eac180:(FBSceneManager):sceneID:com.example.notes-default] Scene activity mode did change: suspended.",
	},
	{
		ID: "fb.scene_action", From: fromSpringBoard, Kind: SceneActivated, Seen: "17-26",
		Format: "%{public}@ Scene action [Logical %@][%@] completed with success: %d", Fields: "scene action _ _",
		Example: "[0x86c208cc0:(FBSceneManager):sceneID:com.example.notes-default] Scene action [Logical Activate][0xdcee] completed with success: 1",
	},
	{
		ID: "fb.scene_lifecycle", From: fromSpringBoard, Kind: ProcessNoted, Seen: "16.5-18.7",
		Format: "Scene lifecycle state did change: %@", Fields: "_",
		Example: "Scene lifecycle state did change: Background",
	},
	{
		ID: "sb.proc_state", From: fromSpringBoard, Kind: AppProcessState, Seen: "13-26",
		Format: "Application process state changed for %{public}@: %{public}@", Fields: "bundle state",
		Example: "Application process state changed for com.example.notes: <SBApplicationProcessState: 0x536049ec0; pid: 412; taskState: Running; visibility: Background>",
	},
	{
		ID: "sb.terminate_app", From: fromSpringBoard, Kind: TerminateApp, Inside: true, Seen: "26",
		Format: "SBWorkspaceTerminateApplication: %{public}@: %@", Fields: "bundle reason",
		Example: "SBWorkspaceTerminateApplication: com.example.notes: \"killed from app switcher\"",
	},
	{
		ID: "sb.front", From: fromSpringBoard, Kind: FrontDisplay, Seen: "16-26",
		Format: "Front display did change: <SBApplication: %p; %{public}@>", Fields: "_ bundle",
		Example: "Front display did change: <SBApplication: 0x869273500; com.example.notes>",
	},
	{
		ID: "sb.uns_state", From: fromSpringBoard, Kind: AppTerminated, Seen: "14.5",
		Format: "[%@] %@ application state changed to Terminated", Fields: "bundle _",
		Example: "[com.example.notes] com.example.notes application state changed to Terminated",
	},
	{
		ID: "sb.wd_violated", From: fromSpringBoard, Kind: WatchdogViolated, Cut: true, Seen: "11-26",
		Format: "%{public}@ Provision violated for watchdog %@: %@", Fields: "target event provision",
		Example: "[com.example.notes] Provision violated for watchdog scene-create: <FBSProcessResourceProvision: 0x1108d7d10; allowance: <; FBSProcessResourceAllowance; type: scheduledTime; timeValue: 3.77s>; violated: YES>",
	},
	{
		// a posted log: flutter/flutter#68558; the reasons are those of FBProcessWatchdog in 18.2
		ID: "sb.wd_ignored", From: fromSpringBoard, Kind: WatchdogDeclined, Seen: "14",
		Format: "%{public}@ Ignoring <FBProcessWatchdog: %p; name: %@> for reason: %@", Fields: "target _ event reason",
		Example: "[application<com.example.notes>:412] Ignoring <FBProcessWatchdog: 0x28175f7f0; name: process-launch> for reason: process is being debugged",
	},
	{
		ID: "sb.not_terminating", From: fromSpringBoard, Kind: WatchdogDeclined, Level: "error", Seen: "14 (a posted log: flutter/flutter#68558)",
		Format: "Not terminating \"%@\"", Fields: "target",
		Example: "Not terminating \"application<com.example.notes>:412\"",
	},
	{
		ID: "sb.exec_termination", From: fromSpringBoard, Kind: ExecutingTerminaton, Cut: true, Seen: "11-12",
		Format: "%{public}@ Executing termination for reason %@ with request: %@", Fields: "target _ request",
		Example: "[com.example.notes] Executing termination for reason (none) with request: <FBSProcessTerminationRequest: 0x107abbfb0; label: \"watchdog provision violated\"; exceptionCode: \"Watchdog Violation (0x8BADF00D)\"; reportType: CrashLog; explanation: \"scene-create watchdog transgression: com.example.notes exhausted CPU time allowance of 3.77 seconds\">",
	},
	{
		// backboardd's from iOS 6 on, which names the job
		ID: "sb.exited_signal", From: fromLegacy, Kind: AppExitedSignal, Seen: "4-7 (posted logs: blog.s21g.com/articles/1859, heardrwt/RHAddressBook#20)",
		Format: "Application '%@' exited abnormally with signal %d: %@", Fields: "process signal _",
		Example: "Application 'Notes' exited abnormally with signal 9: Killed",
	},
	{
		ID: "sb.exited_abnormally", From: fromSpringBoard, Kind: AppExitedSignal, Seen: "9-10 (a posted log: flutter/flutter#6775)",
		Format: "Application 'UIKitApplication:%@[%@]' exited abnormally via signal", Fields: "bundle run",
		Example: "Application 'UIKitApplication:com.example.notes[0x9e33]' exited abnormally via signal.",
	},
	{
		ID: "sb.crashed", From: fromSpringBoard, Kind: AppExitedSignal, Seen: "8-9 (posted logs: printdotio/printio-ios-sdk#311, appium/appium#5892)",
		Format: "Application 'UIKitApplication:%@[%@]' crashed.", Fields: "bundle run",
		Example: "Application 'UIKitApplication:com.example.notes[0x9e33]' crashed.",
	},
	{
		ID: "sb.killed_jetsam", From: fromSpringBoard, Kind: AppExitedSignal, Seen: "9 (a public README: heypiotr/eddystone-ios-background-poc)",
		Format: "Application 'UIKitApplication:%@[%@]' was killed by jetsam.", Fields: "bundle run",
		Example: "Application 'UIKitApplication:com.example.notes[0x9e33]' was killed by jetsam.",
	},
	{
		ID: "sb.exited_voluntarily", From: fromSpringBoard, Kind: AppExitedSignal, Seen: "9 (posted logs of simulators: ios-control/ios-sim#179, appium/appium#6270)",
		Format: "Application 'UIKitApplication:%@[%@]' exited voluntarily.", Fields: "bundle run",
		Example: "Application 'UIKitApplication:com.example.notes[0x9e33]' exited voluntarily.",
	},
	{
		ID: "sb.forcing", Lines: true, From: fromSpringBoard, Kind: CrashForced, Cut: true, Seen: "11 (a public README: charlesmchen/SQLCipherVsSharedData)",
		Format: "Forcing crash report of <FBApplicationProcess: %p; %@; pid: %d> (reason: %d, description: %@)", Fields: "_ process pid _ description",
		Example: "Forcing crash report of <FBApplicationProcess: 0x1394b57d0; Notes; pid: 412> (reason: 4, description: <FBApplicationProcess: 0x1394b57d0; Notes; pid: 412> was suspended with locked system files:\n/var/mobile/Containers/Shared/AppGroup/7B1D04E2/notes.sqlite)",
	},
	{
		ID: "sb.fbprocessexit", From: fromSpringBoard, Kind: ProcessNoted, Inside: true, Level: "error", Seen: "26",
		Format: "NSUnderlyingError = <FBProcessExit; code: %d (\"%@\"); %@", Fields: "_ _ _",
		Example: "NSUnderlyingError = <FBProcessExit; code: 4 (\"crash\"); The process crashed.>",
	},
	{
		// dasd and nsurlsessiond ask SpringBoard to run an app in the background
		ID: "sb.open_request", From: fromSpringBoard, Kind: OpenRequest, Seen: "11-26",
		Format: "Received trusted open application request for \"%@\" from %@", Fields: "bundle by",
		Example: "Received trusted open application request for \"com.example.notes\" from <FBProcess: 0x10a0b4; dasd (com.apple.dasd); pid: 104>.",
	},
	{
		ID: "sb.push_to_duet", From: fromSpringBoard, Kind: PushToDuet, Seen: "11",
		Format: "[%@] Passing content-available push to Duet", Fields: "bundle",
		Example: "[com.example.notes] Passing content-available push to Duet",
	},
}
