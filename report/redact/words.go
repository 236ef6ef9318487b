package redact

// daemons of iOS and simulators whose lines logs hold beside those of the catalogue.
const daemons = `ReportCrash osanalyticshelper accessoryd accountsd adprivacyd aggregated akd analyticsd apfs_iosd
	askpermissiond assetsd atc atwakeup audioaccessoryd automationmode-writer axassetsd backupd bird biomed
	biometrickitd bluetoothuserd bookassetd calaccessd callservicesd cameracaptured carkitd cfprefsd chronod
	cloudphotod companion_auth configd contactsd containermanagerd contextstored coreaudiod coreauthd
	coreduetd corespeechd crash_mover CrashReporterSupportHelper ctkd dataaccessd debugserver deleted demod destinationd
	diagnosticd diskarbitrationd distnoted DTServiceHub duetexpertd extensionkitservice fairplayd familycircled
	fileproviderd findmydeviced followupd fseventsd gamed geod handwritingd homed installcoordinationd installd
	intelligenceplatformd itunescloudd kbd keybagd linkd lockdownd logd lsd mDNSResponder maild mediaanalysisd
	mediaartworkd mediaremoted MobileGestaltHelper mobile_assertion_agent mobile_installation_proxy mobiletimerd
	navd nearbyd nehelper nesessionmanager networkserviceproxy nfcd notifyd nsurlstoraged online-auth-agent
	OTATaskingAgent parsecd passd pasteboardd pasted peakpowermanagerd PerfPowerServices photoanalysisd pkd
	powerexperienced privacyaccountingd proactiveeventtrackerd profiled ptpd rapportd remindd remoted remotemanagementd replayd
	reversetemplated routined rtcreportingd runningboardd ScreenTimeAgent securityd sharingd siriactionsd
	SpringBoard spindump splashboardd storekitd swcd symptomsd-diag syncdefaultsd syslogd tailspind tccd testmanagerd
	thermalmonitord timed tipsd transparencyd triald trustd tzd useractivityd usernotificationsd voiced wapic
	watchlistd webbookmarksd wirelessproxd xpcproxy launchd_sim CoreSimulatorBridge simctl Xcode devicectl lldb
	WebKit com.apple.WebKit.Networking com.apple.WebKit.WebContent com.apple.WebKit.GPU`

// appleWords are words of Apple's that stand in the arguments of messages: classes,
// domains and keys of errors, policies of the scheduler with their reasons, fields of
// reports, and what is printed around all of them.
var appleWords = []string{
	`OS iOS iPadOS watchOS tvOS visionOS macOS iPhone iPad iPod Watch Mac AppleTV Simulator Darwin arm64 arm64e x86_64`,
	`_UIBackgroundTaskInfo taskID taskName creationTime elapsed Shared Background Assertion for by from Called unnamed
	FinishTask PreventTaskSuspend AfterValidation BKSProcessAssertion BKProcessAssertion permittedBackgroundDuration preventSuspend
	preventIdleSleep preventThrottleDownUI wantsForegroundResourcePriority ProcessAssertion finishTask finishTaskUponBackgrounding
	identifier process reason owner name handler expiration __NSMallocBlock__ __NSGlobalBlock__ __NSStackBlock__ YES NO null nil Y N`,
	`RBSProcessExitContext RBSProcessExitStatus RBSTerminateContext RBSAssertionDescriptor RBSLegacyAttribute RBSAcquisitionCompletionAttribute
	RBSPreventLaunchLimitation RBSProcessBundleIdentifierPredicate RBSCPUAccessGrant RBSDomainAttribute RBSHereditaryGrant
	RBSTarget RBSAttribute RBSRunningReasonAttribute RBSDurationAttribute RBSProcessIdentity RBSProcessHandle
	FBSProcessResourceAllowance FBSProcessResourceProvision FBSProcessTerminationRequest FBSSceneLifecycle
	specific domain code explanation reportType None CrashLog maxTerminationResistance Interactive NonInteractive Absolute
	attrs attributes requestedReason voluntary endowments indicator flags running-suspended running-active running running-background
	ProcessState ProcessVisibility Suspended Running Background Foreground Unknown Obscured Visible task-suspended
	WatchdogEvent WatchdogVisibility WatchdogCPUStatistics Elapsed label provision allowance violated Violation Watchdog watchdog
	timeValue scheduledTime exhausted transgression terminate gracefully initiated executing
	RUNNINGBOARD FRONTBOARD SPRINGBOARD ASSERTIOND frontboard runningboard SIGNAL JETSAM UIScene sceneID default scene-create
	scene-update process-launch process-exit scene-action`,
	`killing_top_process killing_top_process_elevated0 killing_idle_process killing_specific_process killing_highwater_process
	memorystatus memorystatus_available_pages memorystatus_do_kill rpages per-process-limit vm-pageshortage frontmost suspended idle daemon active states`,
	`EXC_CRASH EXC_BAD_ACCESS EXC_BAD_INSTRUCTION EXC_BREAKPOINT EXC_RESOURCE EXC_GUARD EXC_CORPSE_NOTIFY EXC_ARM_DA_ALIGN KERN_INVALID_ADDRESS
	KERN_PROTECTION_FAILURE Exception Type Codes Note Role Date Termination Namespace Code Signal Reason Description Thread Crashed Last
	Backtrace Action Command Event Actual Level Sensors Thermal ThermalInfo Foreground Non UI Abort trap Segmentation fault Bus error Illegal instruction
	captureTime procName procRole procLaunch bundleID imageIndex imageOffset symbol symbolLocation exceptionCode byPid byProc asi exc abi usage sampled
	recent languages section lineNumber termination namespace type subtype signal bug_type pid procPath coalitionName
	backgroundExitData foregroundExitData cumulativeMemoryPressureExitCount cumulativeBackgroundTaskAssertionTimeoutExitCount
	cumulativeBackgroundURLSessionCompletionTimeoutExitCount cumulativeBackgroundFetchCompletionTimeoutExitCount cumulativeBadAccessExitCount
	cumulativeCPUResourceLimitExitCount cumulativeSuspendedWithLockedFileExitCount cumulativeAbnormalExitCount cumulativeAppWatchdogExitCount
	cumulativeMemoryResourceLimitExitCount cumulativeNormalAppExitCount cumulativeIllegalInstructionExitCount
	CoreFoundation Foundation UIKit UIKitCore CFNetwork libobjc.A.dylib libsystem_kernel.dylib libdispatch.dylib libsystem_c.dylib
	libsystem_pthread.dylib libdyld.dylib dyld libsqlite3.dylib CoreData libswiftCore.dylib QuartzCore GraphicsServices HomeKit
	NSAssertionHandler NSException NSInternalInconsistencyException NSGenericException NSRangeException NSInvalidArgumentException
	BGTaskScheduler.m NSException.m objc-exception.mm objc_exception_throw objc_msgSend objc_release __exceptionPreprocess handleFailureInMethod
	__ulock_wait _dispatch_sync_f_slow __DISPATCH_WAIT_FOR_QUEUE__ mach_msg_trap semaphore_wait_trap __psynch_mutexwait __psynch_cvwait __pread unixRead
	sqlite3_step sqlite3BtreeNext UIApplicationMain main start UIViewController viewDidLoad fireExpirationHandler closure libc objc void throw terminating`,
	// Apple, Information Property List, Protected resources; and the message that names one
	`NSAppleMusicUsageDescription NSBluetoothAlwaysUsageDescription NSBluetoothPeripheralUsageDescription NSCalendarsFullAccessUsageDescription
	NSCalendarsUsageDescription NSCalendarsWriteOnlyAccessUsageDescription NSCameraUsageDescription NSContactsUsageDescription NSFaceIDUsageDescription
	NSFallDetectionUsageDescription NSFocusStatusUsageDescription NSHealthClinicalHealthRecordsShareUsageDescription NSHealthShareUsageDescription
	NSHealthUpdateUsageDescription NSHomeKitUsageDescription NSIdentityUsageDescription NSLocalNetworkUsageDescription
	NSLocationAlwaysAndWhenInUseUsageDescription NSLocationAlwaysUsageDescription NSLocationUsageDescription NSLocationWhenInUseUsageDescription
	NSMicrophoneUsageDescription NSMotionUsageDescription NSNearbyInteractionUsageDescription NSPhotoLibraryAddUsageDescription
	NSPhotoLibraryUsageDescription NSRemindersFullAccessUsageDescription NSRemindersUsageDescription NSSensorKitUsageDescription
	NSSiriUsageDescription NSSpeechRecognitionUsageDescription NSUserTrackingUsageDescription NSVideoSubscriberAccountUsageDescription
	NFCReaderUsageDescription must contain an key with a string value explaining to the user how the app uses this data`,
	`com.apple.das.backgroundFetch com.apple.nsurlsessiond.handlesession BackgroundTasks BGAppRefreshTaskRequest BGProcessingTaskRequest BGHealthResearchTaskRequest
	BGContinuedProcessingTaskRequest BGAppRefreshTask BGProcessingTask BGContinuedProcessingTask BGHealthResearchTask BGTaskScheduler BGTaskSchedulerErrorDomain
	DASActivitySchedulerErrorDomain bgRefresh bgProcessing bgContinuedProcessing bgHealthResearch fetch pushLaunch sharedScheduler usingQueue
	AMNP MNP CP MP Policy policy policyWeight response Rationale Required Observed Decision Must Not Proceed Absolutely Can Utility Maintenance
	UserInitiated UserInitiatedOvernight AND OR PROCESSING deviceActive deviceActivity deviceInUse appIsForeground app.likelihood launchType pushDisallowed
	energyBudget dataBudget batteryLevel batteryState chargerPluggedIn chargingState networkQuality wifiQuality cellQuality thermalLevel thermalPressure
	timeSinceThunderingHerdTriggerEvent timeSinceBoot cpuLevel cpuUsage memoryPressure cameraIsActive lowPowerMode classC motionState inCall isInCar
	allowsConstrainedAccess unconstrained Charger plugged in Progress Device Activity Battery Energy Budget Data Network Quality Thundering Herd Boot Time
	Application Rate Limit Group File Protection Motion State Call CPU Usage Memory Pressure Low Power Mode Charging Level Custom System Constraints Viewfinder Disk
	Space DeviceActivityPolicy EnergyBudgetPolicy DataBudgetPolicy LowPowerModePolicy ThunderingHerdPolicy NetworkQualityPolicy BatteryLevelPolicy
	ChargerPluggedInPolicy ApplicationPolicy CPUUsagePolicy MemoryPressurePolicy ThermalPolicy BootTimePolicy CallInProgressPolicy ActivityRateLimitPolicy
	ActivityGroupPolicy FileProtectionPolicy MotionStatePolicy CarPlayConnectedPolicy PowerNapPolicy DiskSpacePolicy Bypasses Predictions criteria`,
	`NSURLSession NSURLSessionTask NSURLSessionDownloadTask NSURLSessionUploadTask NSURLSessionDataTask BackgroundDownloadTask BackgroundUploadTask BackgroundDataTask
	LocalDataTask LocalDownloadTask LocalUploadTask NSURLErrorDomain NSCocoaErrorDomain NSPOSIXErrorDomain NSOSStatusErrorDomain kCFErrorDomainCFNetwork
	_nsurlsessiondErrorDomain RBSServiceErrorDomain RBSAssertionErrorDomain BSActionErrorDomain FBSOpenApplicationServiceErrorDomain
	NSLocalizedDescription NSLocalizedFailureReason NSErrorFailingURLStringKey NSErrorFailingURLKey NSUnderlyingError NSSourceFilePathErrorKey NSUserStringVariant
	NSFilePath NSDestinationFilePath NSURLErrorBackgroundTaskCancelledReasonKey _NSURLErrorFailingURLSessionTaskErrorKey _NSURLErrorRelatedURLSessionTaskErrorKey
	_kCFStreamErrorCodeKey _kCFStreamErrorDomainKey NSFileProtectionComplete NSFileProtectionCompleteUnlessOpen UserInfo Domain Error Operation permitted
	CFNetworkDownload tmp Connections Outgoing nw_resolver_can_use_dns_xpc_block_invoke completionHandler fetchCompletionHandler
	application didReceiveRemoteNotification performFetchWithCompletionHandler handleEventsForBackgroundURLSession
	setTaskCompleted beginBackgroundTask endBackgroundTask flutter_background_fetch voucher privacy private redacted mask hash decode missing data`,
}

// policyWords are the scheduler's policies and what their rationales speak of.
var policyWords = []string{
	`Application Battery Level Charger Plugged In Device Activity Low Power Mode Energy Budget Data CPU Usage Memory Pressure Thermal Network Quality
	Thundering Herd Boot Time Call Progress ActivityRateLimitPolicy Group File Protection Motion State Car Carplay Connected Nap Custom System
	Constraints Requires Buddy Complete Restart Required Result Dependency Fast Pass Photos Synchronization Peak Policy`,
	`appIsForeground pushDisallowed app.likelihood launchType PROCESSING REFRESH batteryLevel deviceActivity deviceActive deviceInUse lowPowerModeEnforced
	isChallengedForBatteryLife continuedProcessingTask energyBudget shouldOverrideBudget cpuLevel memoryPressure cameraIsActive thermalLevel
	networkPathAvailability unconstrainedNetworkAvailable wifiQuality timeSinceThunderingHerdTriggerEvent recentTriggerReason ratelimited
	currentAvailableLimit classALocked classCLocked motionState navigationInProgress inCar inADarkWake darkWakeEligible wakeState heavyDiskUsage
	gpRunning mcRunning Required Observed tracker.health AND OR YES NO Max allowed level`,
}

// ownWords are bglog's, beside those of the rules: the words of the schema, of notes and
// of what is said about inputs.
var ownWords = []string{
	`problems clean nothing-observed input inputs redacted names bglog.yaml name app task bgtask session host path url uuid user id rule point`,
	`log-default log-compact log-syslog log-json log-ndjson ndjson console paste xcode xcode15 idevicesyslog pymobiledevice3 go-ios metrickit
	ips crash-text jetsam csv jsonl iterator ec-digit UnifiedLogReader appium bare zsh bash`,
	`column header in line lines of the first begin begins a record records no known format formats messages are read by forced --input-format
	objects without line breaks line numbers count them wrapped over several with shortened headers mixed others out of payload Xcode's`,
	`the log has no year is assumed give another with --date no dates days are counted from the first record its date no time zone UTC --tz assumed-year
	in-log given none assumed records that Console had copied twice were merged the record at is too long and was cut that ends input is UTF-16 read as such
	the report is cut off before its end reports of more than MiB are not read only file were names no process that ended nothing readable
	do does not fit and was were not read the first stops in the middle its end is missing or damaged reading was stopped this is what known by then
	system lost messages device rebooted clock changed or jumps only what still in memory there times first at lines may be missing there
	lost-messages reboot clock-change in-memory-only before-persist unreadable-messages stream-dropped disconnected restarted capture captured anew begun left-out excerpt quarantined filtered chooses more who wrote apps keeps left out connected silenced daemon writing much incomplete-archive standard stdin have to be sorted order too many opening holds hold folder none expected one more
	--explain-format shows tried forces bglog predicate prints how export can of lines is a message that knows unexpected EOF gzip zstd zip tar archive
	more than entries archives compressions deep each after decompression makes bytes one raises limit MiB GiB KiB --max-record --max-inflated --max-ratio --max-entries
	PowerLog powerlog of this system lacks PLStorageOperator_EventForward_TimeOffset PLApplicationAgent_EventForward_Application
	PLApplicationAgent_EventPoint_ApplicationExitReason PLApplicationAgent_EventPoint_AppPrewarm PLXPCAgent_EventPoint_BackgroundTransfer
	PLDuetService_EventNone_DASActivity PLDuetService_EventNone_DASActivityLifecycle timestamp Identifier pid State Reason Subcode bundleID BundleID PID taskUUID state
	bytesReceived bytesSent errorDomain errorCode willRetry isDiscretionary duration taskName priority StartDate Duration Name Priority does tell how far its clock from
	the device's times off newest rows write-ahead -wal list tables table pages page cannot because SQLite database row without name left out beyond a cell lies outside it
	tree twice deep claims bytes header record column column's last shutdowns were read logd's about keeps beside compared them own date zone ran ended device its tells nothing alone too --merge older than kind
	--max-nesting --max-lifecycles --max-evidence evidence lifecycles what follows events event judged everything lifecycle-limit cut off stands damaged unified Apple's form Mac give too no log report is in it`,
	`counting depend Could fields bounds CacheDeleteAppContainerCaches certain likely cut-off error warning info debug default fault foreground-interactive export perhaps home manager operation uninstalling refusal could
	absolutely-must-not-proceed absolutely-must-proceed assertion-timeout audio background-fetch background-refresh background-refresh-off asleep begin-date bluetooth bgtask can-proceed cancelled client completed continued cpu crash daemon-start data debugger delivered discretionary disk-purge download ended ended_after_expiration expired failed fetch file-lock first-observer force-quit handled handler-not-called health-research healthkit idle killed launch-events-off location low-power-mode memory must-not-proceed must-proceed network normal not-made not_completed not-woken obliterated open other pending policy postponed processing push rate-limiter refresh refresh-off refused rejected replaced reset retry shutdown signal silent-push simulator step succeeded suspended sysdiagnose thermal time too-many-assertions tool unended unknown unneeded unsupported upload urlsession user voip voip-push waiting wake watchdog
	extension launched exited foreground background suspended running unknown nothing told`,
}

// logWords are what the formats of logs write around messages: heads of columns, levels,
// keys of JSON, zones.
var logWords = []string{
	`Timestamp Thread Type Activity PID TTL Message Ty Process TID Event Log Subsystem ID EUID Library UUID Parent Category Raw Boot System
	Timezone Name Filtering the log data using Skipping debug messages Use to include level thread`,
	`Default Info Debug Error Fault Notice Warning Db In Df Er Fa default info debug error fault notice logEvent activityCreateEvent
	signpostEvent stateEvent timesyncEvent traceEvent userActionEvent lossEvent`,
	`activityID activityIdentifier activity_id backtrace bootUUID boot_uuid bytes category context count creatorActivityID data datetime device
	error euid eventMessage eventType event_type evidence filename finished fmt formatString frames imageName imageOffset imageUUID image_name image_offset
	image_uuid io label level levelName library library_uuid log_type logarchive machTimestamp mach_timestamp message messageType message_entries
	message_flags module msg parentActivityIdentifier parent_activity_id pid process processID processImagePath processImageUUID processUniqueID
	process_image_uuid process_uuid procid raw_message senderImagePath senderImageUUID senderProgramCounter signpostID signpostName signpostScope
	signpostType source subsystem threadID threadId thread_id time timestamp timestamp_desc timezoneName timezone_name traceID unifiedlogreader userID`,
	`Plugged Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun Timesync Loss Trace Signpost State User connected disconnected`,
	`running-active running-suspended NotVisible Visible monitor ttl process assertion lifecycle general background scheduling FrontBoard
	BackgroundAVAssetDownloadTask AVFoundationErrorDomain RunningBoardServices DuetActivitySchedulerDaemon BackgroundTasks`,
	`timeStampBegin timeStampEnd appVersion metaData appBuildVersion osVersion regionFormat deviceType platformArchitecture bundleIdentifier
	isTestFlightApp applicationTimeMetrics applicationExitMetrics cumulativeForegroundTime cumulativeBackgroundTime crashDiagnostics diagnosticMetaData
	diagnosticMetadata terminationReason callStackTree callStacks callStackPerThread callStackRootFrames threadAttributed binaryName binaryUUID
	offsetIntoBinaryTextSegment address sampleCount subFrames exceptionType exceptionCode signal virtualMemoryRegionInfo version exceptionReason
	composedMessage formatString arguments className exceptionName cpuExceptionDiagnostics hangDiagnostics lowPowerModeEnabled sec`,
	`_handleSubmissionWithoutRegistrationForTaskRequest`,
	`main com.apple.UIKit BackgroundTask RunningBoard UIKitCore CFNetwork Foundation libsystem_trace.dylib UTC GMT`,
}
