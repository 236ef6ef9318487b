package lifecycle

// Events of RunningBoard, in runningboardd and in its clients.
const (
	AssertionAcquiring    EventKind = "assertion-acquiring"
	AssertionCreated      EventKind = "assertion-created" // as active, or inactive while the app is in front
	AssertionInvalidating EventKind = "assertion-invalidating"
	AssertionTimedOut     EventKind = "assertion-timed-out"
	AssertionDenied       EventKind = "assertion-denied"
	CountdownStarted      EventKind = "countdown-started" // the last foreground-type assertion went
	WillExpireSoon        EventKind = "will-expire-soon"  // 5 s before the end of the process's runtime
	Terminating           EventKind = "terminating"       // with the whole RBSTerminateContext
	TerminateRequested    EventKind = "terminate-requested"
	CPUViolated           EventKind = "cpu-violated"
	LaunchdExit           EventKind = "launchd-exit" // namespace, code, wait status
	ProcessGone           EventKind = "process-gone"
	ReportedRunning       EventKind = "reported-running"
	TaskSuspended         EventKind = "process-suspended"
	TaskResumed           EventKind = "process-resumed"
	StateCalculated       EventKind = "state-calculated"
	StateUpdated          EventKind = "state-updated" // in any client, with the pid
	VisibilityChanged     EventKind = "visibility-changed"
	BecameVisible         EventKind = "became-visible"
	PeriodicState         EventKind = "periodic-state"
	LaunchRequested       EventKind = "launch-requested"
	HandleResolved        EventKind = "handle-resolved" // tells bundle and pid
	LockedFiles           EventKind = "locked-files"
	LockedFilesDetail     EventKind = "locked-files-detail"
	ProcessNoted          EventKind = "process-noted" // names bundle and pid, nothing more
	NotManaged            EventKind = "not-managed"   // a macOS process or daemon
)

var runningBoardRows = []*Row{
	{
		ID: "rb.acquire", Lines: true, From: fromRunningBoard, Kind: AssertionAcquiring, Seen: "13-26",
		Format: "Acquiring assertion targeting %{public}@ from originator %{public}@ with description %{public}@", Fields: "target originator descriptor",
		Example: "Acquiring assertion targeting [app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] from originator [app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] with description <RBSAssertionDescriptor| \"Shared Background Assertion 1 for com.example.notes\" ID:33-412-6133 target:412 attributes:[\n\t<RBSLegacyAttribute| requestedReason:FinishTask reason:FinishTask flags:( PreventTaskSuspend )>,\n\t<RBSAcquisitionCompletionAttribute| policy:AfterValidation>\n\t]>",
	},
	{
		ID: "rb.created", From: fromRunningBoard, Kind: AssertionCreated, Seen: "13-26",
		Format: "Assertion %{public}@ will be created as %{public}@", Fields: "assertion as",
		Example: "Assertion 33-412-6133 (target:[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412]) will be created as inactive as start-time-defining assertions exist",
	},
	{
		ID: "rb.finished_acquiring", From: fromRunningBoard, Kind: ProcessNoted, Seen: "13-26", Level: "info",
		Format: "Finished acquiring assertion %{public}@", Fields: "assertion",
		Example: "Finished acquiring assertion 33-412-6133 (target:[application<com.example.notes>:412])",
	},
	{
		ID: "rb.clock_start", From: fromRunningBoard, Kind: CountdownStarted, Seen: "13-26.1",
		Format: "Removed last relative-start-date-defining assertion for process %{public}@", Fields: "target",
		Example: "Removed last relative-start-date-defining assertion for process app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>",
	},
	{
		ID: "rb.invalidating", From: fromRunningBoard, Kind: AssertionInvalidating, Seen: "14-26",
		Format: "Invalidating assertion %{public}@ from originator %{public}@", Fields: "assertion originator",
		Example: "Invalidating assertion 33-412-6133 (target:[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412]) from originator [app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412]",
	},
	{
		ID: "rb.invalidate.unmet174", From: fromRunningBoard, Kind: AssertionDenied, Seen: "17.4 and later (inferred)",
		Format: "Invalidating assertion <%{public}@> on acquisition for unmet conditions: %{public}@", Fields: "assertion why",
		Example: "Invalidating assertion <33-412-6133> on acquisition for unmet conditions: {(condition)}",
	},
	{
		// the capital N is Apple's
		ID: "rb.invalidate.unmet17", From: fromRunningBoard, Kind: AssertionDenied, Seen: "17.0-17.3 (inferred)",
		Format: "INvalidating assertion on acquisition for unmet conditions: %{public}@", Fields: "why",
		Example: "INvalidating assertion on acquisition for unmet conditions: {(condition)}",
	},
	{
		ID: "rb.will_expire_soon", From: fromRunningBoard, Kind: WillExpireSoon, Seen: "13-26.1",
		Format: "Assertions for process will expire soon: %{public}@", Fields: "target",
		Example: "Assertions for process will expire soon: [app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412]",
	},
	{
		ID: "rb.timeout", From: fromRunningBoard, Kind: AssertionTimedOut, Seen: "14-26",
		Format: "Assertion did invalidate due to timeout: %{public}@", Fields: "assertion",
		Example: "Assertion did invalidate due to timeout: 33-412-6133 (target:[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412])",
	},
	{
		ID: "rb.ctx.bgtask_timeout", From: fromRunningBoard, Kind: TerminateRequested, Inside: true, Level: "error", Seen: "17-26",
		Format: "Timed-out waiting for process %@ to invalidate assertion with identifier %@ and explanation '%@'. Direct this report to owners of that process", Fields: "target assertion held",
		Example: "Timed-out waiting for process [app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] to invalidate assertion with identifier 33-412-6133 and explanation 'Shared Background Assertion 1 for com.example.notes'. Direct this report to owners of that process",
	},
	{
		ID: "rb.ctx.conditions", From: fromRunningBoard, Kind: TerminateRequested, Level: "error", Seen: "17-26",
		Format: "Conditions changed, forcing termination due to outstanding assertion with identifier %@ and explanation '%@'", Fields: "assertion held",
		Example: "Conditions changed, forcing termination due to outstanding assertion with identifier 33-412-6133 and explanation 'Example'",
	},
	{
		ID: "rb.ctx.owner_exited", From: fromRunningBoard, Kind: TerminateRequested, Level: "error", Seen: "17-26",
		Format: "Terminating process %@ because the owner of this process %@ has exited (assertionID %@)", Fields: "target _ assertion",
		Example: "Terminating process [xpcservice<com.example.notes.share([app<com.example.notes((null))>:412])>:500] because the owner of this process [app<com.example.notes((null))>:412] has exited (assertionID 33-412-6133)",
	},
	{
		ID: "rb.terminating", Lines: true, From: fromRunningBoard, Kind: Terminating, Seen: "17-26",
		Format: "%{public}@ Terminating with context: %{public}@", Fields: "target context",
		Example: "[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] Terminating with context: <RBSTerminateContext| domain:15 code:0x2182BAD2 explanation:Timed-out waiting for process [app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] to invalidate assertion with identifier 33-412-6133 and explanation 'Shared Background Assertion 1 for com.example.notes'. Direct this report to owners of that process reportType:None maxTerminationResistance:Interactive>",
	},
	{
		ID: "rb.termination_request", Lines: true, From: fromRunningBoard, Kind: TerminateRequested,
		Format: "Received termination request from %{public}@ on %{public}@ with context %{public}@", Fields: "by predicate context",
		Example: "Received termination request from [osservice<com.apple.SpringBoard>:34] on <RBSProcessPredicate <RBSProcessBundleIdentifierPredicate \"com.example.notes\">> with context <RBSTerminateContext| domain:10 code:0xDEADFA11 explanation:killed from app switcher reportType:None maxTerminationResistance:Interactive>",
	},
	{
		// a bare context, copied without the line around it
		ID: "rb.ctx.bare", Lines: true, From: fromAnyone, Kind: Terminating, Inside: true, Cut: true,
		Format: "<RBSTerminateContext| %@", Fields: "context",
		Example: "<RBSTerminateContext| domain:10 code:0xDEADFA11 explanation:killed from app switcher reportType:None maxTerminationResistance:Interactive>",
	},
	{
		ID: "rb.locked.suspended", Lines: true, From: fromRunningBoard, Kind: LockedFiles, Level: "error", Seen: "13-26",
		Format: "%{public}@ suspended with locked system files:\n%@", Fields: "target files",
		Example: "[application<com.example.notes>:412] suspended with locked system files:\n/var/mobile/Containers/Shared/AppGroup/notes.sqlite",
	},
	{
		ID: "rb.locked.was", Lines: true, From: fromRunningBoard, Kind: LockedFiles, Level: "error", Seen: "17-26",
		Format: "%@ was suspended with locked system files:\n%@", Fields: "target files",
		Example: "[app<com.example.notes((null))>:412] was suspended with locked system files:\n/var/mobile/Containers/Shared/AppGroup/notes.sqlite\nnot in allowed directories:\n/private/var/mobile/Containers/Data/Application/Notes",
	},
	{
		ID: "rb.locked.detail", From: fromRunningBoard, Kind: LockedFilesDetail, Level: "error", Seen: "14",
		Format: "%{public}@ locked files not in allowed directories: %@", Fields: "target files",
		Example: "[application<com.example.notes>:412] locked files not in allowed directories: /var/mobile/Containers/Data/Application/Notes/tmp",
	},
	{
		ID: "rb.launchd_term", From: fromRunningBoard, Kind: LaunchdExit, Seen: "13-26",
		Format: "%{public}@ termination reported by launchd (%u, %llu, %u)", Fields: "target namespace code status",
		Example: "[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] termination reported by launchd (2, 6, 6)",
	},
	{
		ID: "rb.launchd_term_none", From: fromRunningBoard, Kind: LaunchdExit, Seen: "17-26",
		Format: "%{public}@ termination reported by launchd without exit status", Fields: "target",
		Example: "[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] termination reported by launchd without exit status",
	},
	{
		ID: "rb.removing_assertions", From: fromRunningBoard, Kind: ProcessGone, Seen: "13-26.1",
		Format: "Removing assertions for terminated process: %{public}@", Fields: "target",
		Example: "Removing assertions for terminated process: [application<com.example.notes>:412]",
	},
	{
		ID: "rb.removing_process", From: fromRunningBoard, Kind: ProcessGone, Seen: "14-26",
		Format: "Removing process: %{public}@", Fields: "target",
		Example: "Removing process: [application<com.example.notes>:412]",
	},
	{
		ID: "rb.job_removed", From: fromRunningBoard, Kind: ProcessGone, Seen: "17-26",
		Format: "%{public}@ job reported to RB as removed", Fields: "target",
		Example: "[app<com.example.notes((null))>:412] job reported to RB as removed",
	},
	{
		ID: "rb.reported_running", From: fromRunningBoard, Kind: ReportedRunning, Seen: "17-26",
		Format: "%{public}@ reported to RB as running", Fields: "target",
		Example: "[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] reported to RB as running",
	},
	{
		ID: "rb.exec_launch", From: fromRunningBoard, Kind: LaunchRequested, Seen: "13-26",
		Format: "Executing launch request for %{public}@ (%{public}@)", Fields: "target why",
		Example: "Executing launch request for application<com.example.notes> (FBApplicationProcess)",
	},
	{
		ID: "rb.creating_job", From: fromRunningBoard, Kind: LaunchRequested, Seen: "14-26",
		Format: "Creating and launching job for: %{public}@", Fields: "target",
		Example: "Creating and launching job for: application<com.example.notes>",
	},
	{
		ID: "rb.suspend", From: fromRunningBoard, Kind: TaskSuspended, Seen: "13-26",
		Format: "%{public}@ Suspending task.", Fields: "target",
		Example: "[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] Suspending task.",
	},
	{
		ID: "rb.resume", From: fromRunningBoard, Kind: TaskResumed, Seen: "13-26",
		Format: "%{public}@ Resuming task.", Fields: "target",
		Example: "[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] Resuming task.",
	},
	{
		ID: "rb.sockets", From: fromRunningBoard, Kind: ProcessNoted, Seen: "13-26",
		Format: "%{public}@ Shutdown sockets (%{public}@)", Fields: "target _",
		Example: "[app<com.example.notes((null))>:412] Shutdown sockets (ALL)",
	},
	{
		ID: "rb.darwin_role", From: fromRunningBoard, Kind: ProcessNoted, Seen: "13-26",
		Format: "%{public}@ Set darwin role to: %{public}@", Fields: "target role",
		Example: "[app<com.example.notes((null))>:412] Set darwin role to: UserInteractiveNonFocal",
	},
	{
		ID: "rb.darwin_prio", From: fromRunningBoard, Kind: ProcessNoted, Seen: "17-26",
		Format: "%{public}@ Set darwin priority to: %{public}@", Fields: "target _",
		Example: "[app<com.example.notes((null))>:412] Set darwin priority to: PRIO_DARWIN_BG",
	},
	{
		ID: "rb.jetsam_prio", From: fromRunningBoard, Kind: ProcessNoted, Seen: "13-26",
		Format: "%{public}@ Set jetsam priority to %d [%#llx] flag[%d]", Fields: "target priority _ _",
		Example: "[app<com.example.notes((null))>:412] Set jetsam priority to 100 [0] flag[1]",
	},
	{
		ID: "rb.memlimits", From: fromRunningBoard, Kind: ProcessNoted, Seen: "14-26",
		Format: "%{public}@ set Memory Limits to %@", Fields: "target _",
		Example: "[app<com.example.notes((null))>:412] set Memory Limits to Soft Active (2098)",
	},
	{
		ID: "rb.state", From: fromRunningBoard, Kind: StateCalculated, Seen: "13-26",
		Format: "Calculated state for %{public}@: %{public}@ (role: %{public}@)", Fields: "target state role",
		Example: "Calculated state for app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>: running-active (role: UserInteractiveNonFocal) (endowments: <private>) ",
	},
	{
		ID: "rb.inherit", Lines: true, From: fromRunningBoard, Kind: VisibilityChanged, Seen: "17-26",
		Format: "Inheritance changeset: <RBSInheritanceChangeSet| gained:{%@} lost:{%@}>", Fields: "gained lost",
		Example: "Inheritance changeset: <RBSInheritanceChangeSet| gained:{(\n)} lost:{(\n    <RBSInheritance| environment:UIScene:com.apple.frontboard.systemappservices/FBSceneManager:sceneID%3Acom.example.notes-default name:com.apple.frontboard.visibility origID:33-34-6114 payload 11855166879836431039>\n)}>",
	},
	{
		// the misspelling is Apple's
		ID: "rb.visibility", From: fromRunningBoard, Kind: BecameVisible, Seen: "17-26",
		Format: "%{public}@ visiblity is yes", Fields: "target",
		Example: "[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412] visiblity is yes",
	},
	{
		ID: "rb.periodic.item", Lines: true, From: fromRunningBoard, Kind: PeriodicState, Seen: "18-26",
		Format: "Periodic Run States <RBProcessState| identity:%{public}@ role:%{public}@ %@", Fields: "target role _",
		Example: "Periodic Run States <RBProcessState| identity:app<com.example.notes((null))> role:UserInteractiveFocal gpuRole:UserInteractiveFocal coalitionLevel:0 explicitJetsamBand:100",
	},
	{
		ID: "rb.periodic.begin", From: fromRunningBoard, Kind: ProcessNoted, Seen: "18-26",
		Format:  "Periodic Run States >>>>>",
		Example: "Periodic Run States >>>>>",
	},
	{
		ID: "rb.cpu", From: fromRunningBoard, Kind: CPUViolated, Seen: "26.1",
		Format: "%{public}d violated CPU limit; removing %{public}lu assertions", Fields: "pid assertions",
		Example: "412 violated CPU limit; removing 2 assertions",
	},
	{
		ID: "rb.not_managed", From: fromRunningBoard, Kind: NotManaged, Seen: "17-26, mostly macOS",
		Format: "%{public}@ Ignoring suspend because this process is not lifecycle managed", Fields: "target",
		Example: "[app<application.com.example.notes.54571778.54571787(501)>:412] Ignoring suspend because this process is not lifecycle managed",
	},
	{
		ID: "rb.after_exit", From: fromRunningBoard, Kind: ProcessNoted, Seen: "26.1",
		Format: "Activating after-originator-exit assertion %{public}@", Fields: "assertion",
		Example: "Activating after-originator-exit assertion 33-412-6133",
	},
	{
		ID: "rb.persistent", From: fromRunningBoard, Kind: ProcessNoted, Seen: "26.1",
		Format: "%@: applying persistent assertion '%@'", Fields: "target _",
		Example: "app<com.example.notes((null))>: applying persistent assertion 'Example'",
	},
	{
		ID: "rb.monitor_update", From: fromRBClient, Kind: StateUpdated, Seen: "17-26",
		Format: "Received state update for %d (%{public}@, %{public}@", Fields: "pid target state",
		Example: "Received state update for 412 (app<com.example.notes(7E2299AE-BA30-4489-8C7F-E5EEEDBE3CC4)>, running-suspended-NotVisible",
	},
	{
		ID: "rb.handle", From: fromRBClient, Kind: HandleResolved, Seen: "13-26",
		Format: "Hit the server for a process handle %llx that resolved to: %@", Fields: "handle target",
		Example: "Hit the server for a process handle 3d5627d0000019c that resolved to: [application<com.example.notes>:412]",
	},
	{
		ID: "rb.err_entitlement", From: fromRBClient, Kind: AssertionDenied, Inside: true, Level: "error", Seen: "17-26",
		Format: "Error acquiring assertion: <Error Domain=RBSAssertionErrorDomain Code=3 %@", Fields: "why",
		Example: "Error acquiring assertion: <Error Domain=RBSAssertionErrorDomain Code=3 \"Required client entitlement is missing\" UserInfo={NSLocalizedFailureReason=Required client entitlement is missing}>",
	},
	{
		ID: "rb.err_noprocess", From: fromRBClient, Kind: ProcessNoted, Level: "error", Seen: "13-26",
		Format: "Error acquiring assertion: <Error Domain=RBSAssertionErrorDomain Code=2 %@", Fields: "_",
		Example: "Error acquiring assertion: <Error Domain=RBSAssertionErrorDomain Code=2 \"Specified target process does not exist\" UserInfo={NSLocalizedFailureReason=Specified target process does not exist}>",
	},
	{
		// WebKit's processes in every app with a web view; no fault of the app's
		ID: "rb.err_service", From: fromRBClient, Kind: ProcessNoted, Level: "error", Seen: "16-18 (posted logs: fingerprintjs/fingerprintjs-pro-ios#14, mozilla-mobile/firefox-ios#33593)",
		Format: "Error acquiring assertion: <Error Domain=RBSServiceErrorDomain Code=1 %@", Fields: "_",
		Example: "Error acquiring assertion: <Error Domain=RBSServiceErrorDomain Code=1 \"target is not running or doesn't have entitlement com.apple.runningboard.assertions.webkit\" UserInfo={NSLocalizedFailureReason=target is not running or doesn't have entitlement com.apple.runningboard.assertions.webkit}>",
	},
	{
		ID: "rb.power", From: Writer{Processes: []string{"powerd"}, Noisy: true}, Kind: ProcessNoted, Seen: "14-26",
		Format: "Process runningboardd.%d Released SystemIsActive \"%@\" %@", Fields: "_ _ _",
		Example: "Process runningboardd.34 Released SystemIsActive \"application<com.example.notes>;(null):(null);34-66-30700:FBApplicationProcess\" age:00:00:01  id:51539643238 [System: PrevIdle SysAct]",
	},
}
