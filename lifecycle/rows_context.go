package lifecycle

// Events about circumstances and capabilities.
const (
	MissingMode       EventKind = "missing-mode"       // UIKit: a delegate method without its background mode
	MissingCapability EventKind = "missing-capability" // a background mode or entitlement is missing
	RefreshOff        EventKind = "background-refresh-off"
	RefreshOn         EventKind = "background-refresh-on"
	LowPowerSeen      EventKind = "low-power-mode"
	SimulatorSeen     EventKind = "simulator"             // what only a simulator says
	SessionWoken      EventKind = "session-woken"         // nsurlsessiond wakes the app for a session
	AppHandlesLaunch  EventKind = "bgtask-launch-handled" // the app was launched for a BGTask
	PushLaunchDecided EventKind = "push-launch"
	FetchDecided      EventKind = "fetch-launch"
)

var contextRows = []*Row{
	{
		ID: "uik.no_mode", From: fromUIKit, Kind: MissingMode, Inside: true, Cut: true, Seen: "7 and later",
		Format: "You've implemented -[<UIApplicationDelegate> %@], but you still need to add \"%@\" to the list of your supported UIBackgroundModes in your Info.plist.", Fields: "method mode",
		Example: "You've implemented -[<UIApplicationDelegate> application:performFetchWithCompletionHandler:], but you still need to add \"fetch\" to the list of your supported UIBackgroundModes in your Info.plist.",
	},
	{
		// the same where Markdown has taken the class for a tag
		ID: "uik.no_mode_damaged", From: fromUIKit, Kind: MissingMode, Cut: true,
		Format: "%@, but you still need to add \"%@\" to the list of your supported UIBackgroundModes", Fields: "method mode",
		Example: "You've implemented -[ application:performFetchWithCompletionHandler:], but you still need to add \"fetch\" to the list of your supported UIBackgroundModes in your Info.plist.",
	},
	{
		// its second half, where a poster has left the first one out
		ID: "uik.no_mode_half", From: fromUIKit, Kind: MissingMode, Cut: true,
		Format: "but you still need to add \"%@\" to the list of your supported UIBackgroundModes", Fields: "mode",
		Example: "but you still need to add \"fetch\" to the list of your supported UIBackgroundModes in your Info.plist.",
	},
	{
		// CloudKit, when a container cannot subscribe to its changes (iOS 15 and later; public notes of several apps)
		ID: "ck.no_mode", From: fromAnyone, Kind: MissingMode, Inside: true, Seen: "18-26",
		Format: "CloudKit push notifications require the '%@' background mode", Fields: "mode",
		Example: "BUG IN CLIENT OF CLOUDKIT: CloudKit push notifications require the 'remote-notification' background mode in your info plist.",
	},
	{
		// modules of Expo refuse with it: "Background Fetch", "Background location", "Background remote notifications"
		ID: "sdk.expo_no_mode", From: fromAnyone, Kind: MissingMode, Inside: true, Origin: SDK, Seen: "14-16 (posted logs: expo/expo#12958, #21411)",
		Format: "been configured. To enable it, add `%@` to `UIBackgroundModes`", Fields: "mode",
		Example: "Error: Background remote notifications have not been configured. To enable it, add `remote-notification` to `UIBackgroundModes` in the application's Info.plist file.",
	},
	{
		// Airship's SDK, at every launch (AirshipPush.swift, before it UAirship.m and UAUtils.m of urbanairship/ios-library)
		ID: "sdk.airship_no_mode", From: fromAnyone, Kind: MissingMode, Inside: true, Origin: SDK, Seen: "7 and later",
		Format: "Application is not configured for background notifications. Please enable %@ in the application's background modes", Fields: "mode",
		Example: "[E] Application is not configured for background notifications. Please enable remote notifications in the application's background modes.",
	},
	{
		// CoreLocation, when allowsBackgroundLocationUpdates is set; a web view or a library may catch the
		// exception that follows (petermetz/cordova-plugin-ibeacon#232)
		ID: "cl.no_mode", From: fromAnyone, Kind: MissingMode, Inside: true, Seen: "9-17 (posted logs: mauron85/cordova-plugin-background-geolocation#622)",
		Format:  "Assertion failure in -[CLLocationManager setAllowsBackgroundLocationUpdates:]",
		Example: "*** Assertion failure in -[CLLocationManager setAllowsBackgroundLocationUpdates:], CLLocationManager.m:652",
	},
	{
		// its reason, as crash reporters and people quote it
		ID: "cl.no_mode_reason", From: fromAnyone, Kind: MissingMode, Inside: true, Seen: "9-17",
		Format:  notBackgroundable,
		Example: "NSInternalInconsistencyException: Invalid parameter not satisfying: !stayUp || CLClientIsBackgroundable(internal->fClient)",
	},
	{
		// HealthKit's error text (HKErrorDomain 4), from iOS 15 on
		ID: "hk.no_background_delivery", From: fromAnyone, Kind: MissingCapability, Inside: true, Seen: "15 and later (a posted log: CardinalKit/CardinalKit#87)",
		Format:  "Missing com.apple.developer.healthkit.background-delivery entitlement",
		Example: "Error Domain=com.apple.healthkit Code=4 \"Missing com.apple.developer.healthkit.background-delivery entitlement.\"",
	},
	{
		ID: "dasd.bar_deny2", From: fromDasd, Kind: MissingCapability, Level: "error", Seen: "18.2",
		Format: "No relevant background execution modes found for activity %{public}@ app %{public}@", Fields: "activity bundle",
		Example: "No relevant background execution modes found for activity bgRefresh-com.example.notes.refresh:519B19 app com.example.notes",
	},
	{
		ID: "dasd.bar_deny2_short", From: fromDasd, Kind: MissingCapability, Inside: true, Level: "error",
		Format:  "No relevant background execution modes found",
		Example: "No relevant background execution modes found",
	},
	{
		// HomeKit's error text (HMErrorDomain 80): the API refuses background callers
		ID: "hm.no_background", From: fromAnyone, Kind: MissingCapability, Inside: true, Cut: true,
		Format: "Error Domain=HMErrorDomain Code=80 %@", Fields: "_",
		Example: "Error Domain=HMErrorDomain Code=80 \"Missing entitlement for API.\" UserInfo={ NSLocalizedFailureReason=Handler does not support background access, NSLocalizedDescription=Missing entitlement for API. }",
	},
	{
		ID: "hm.no_background_short", From: fromAnyone, Kind: MissingCapability, Inside: true,
		Format:  "Handler does not support background access",
		Example: "Handler does not support background access",
	},
	{
		ID: "entitlement.api", From: fromAnyone, Kind: MissingCapability, Inside: true,
		Format:  "Missing entitlement for API",
		Example: "Missing entitlement for API.",
	},
	{
		// a process without bundle, or an unsigned one (uploadcare-swift issue 128)
		ID: "entitlement.background_session", From: fromAnyone, Kind: MissingCapability, Inside: true, Seen: "macOS 14",
		Format: "Background URLSession adopters are required to have %@ entitlement", Fields: "_",
		Example: "Background URLSession adopters are required to have com.apple.application-identifier entitlement.",
	},
	{
		// macOS sandbox: the outgoing network entitlement is missing
		ID: "sandbox.dns", From: fromAnyone, Kind: MissingCapability, Inside: true,
		Format: "Sandbox does not allow access to %@", Fields: "service",
		Example: "nw_resolver_can_use_dns_xpc_block_invoke Sandbox does not allow access to com.apple.dnssd.service",
	},
	{
		ID: "dasd.bar_off_now", From: fromDasd, Kind: RefreshOff, Seen: "18.2",
		Format:  "BAR now disabled",
		Example: "BAR now disabled",
	},
	{
		ID: "dasd.bar_on_now", From: fromDasd, Kind: RefreshOn, Seen: "18.2",
		Format:  "BAR now enabled",
		Example: "BAR now enabled",
	},
	{
		ID: "dasd.bar_off_app", From: fromDasd, Kind: RefreshOff, Seen: "18.2",
		Format: "Disabling BAR for %{public}@", Fields: "bundle",
		Example: "Disabling BAR for com.example.notes",
	},
	{
		ID: "wake.no.bar", From: fromURLSessiond, Kind: RefreshOff, Inside: true, Seen: "26.1",
		Format: "Not waking up client %{public}@ since background updates are not enabled", Fields: "bundle",
		Example: "NDSession <5331FB72-769E-4B22-8EDF-3D4944B1970A> Not waking up client com.example.notes since background updates are not enabled",
	},
	{
		ID: "app.bar.off", From: fromURLSessiond, Kind: RefreshOff, Inside: true, Seen: "12-26",
		Format:  "Background updates were turned off",
		Example: "Background updates were turned off",
	},
	{
		// a plug-in prints UIApplication.backgroundRefreshStatus: 0 restricted, 1 denied
		ID: "sdk.tsfetch_status", From: fromAnyone, Kind: RefreshOff, Inside: true, Origin: SDK,
		Format: "%@ failed to start, status: %d", Fields: "plugin status",
		Example: "- flutter_background_fetch failed to start, status: 1",
	},
	{
		ID: "dasd.lpm", From: fromDasd, Kind: LowPowerSeen, Inside: true, Seen: "26.1",
		Format:  "lowPowerModeEnforced == 1",
		Example: "bgRefresh-com.example.notes.refresh:519B19:[\n\t{name: Low Power Mode Policy, policyWeight: 1.000, response: {33, 0.00, [{lowPowerModeEnforced == 1}]}}\n ], Decision: MNP}",
	},
	{
		// the simulator drops pushes with nothing to show
		ID: "sb.push_on_device", From: fromSpringBoard, Kind: SimulatorSeen, Inside: true, Seen: "26 (public notes of a project for push notifications)",
		Format: "Content-available push notifications are only supported on-device for %@", Fields: "_",
		Example: "[com.example.notes] Content-available push notifications are only supported on-device for iOS, watchOS, and tvOS",
	},
	{
		ID: "wake.ok", From: fromURLSessiond, Kind: SessionWoken, Inside: true, Seen: "12-26",
		Format: "Waking up the client app: %{public}@", Fields: "bundle",
		Example: "NDSession <5331FB72-769E-4B22-8EDF-3D4944B1970A> Waking up the client app: com.example.notes",
	},
	{
		ID: "bgt.handling_launch", Lines: true, From: fromAnyone, Kind: AppHandlesLaunch, Seen: "13-26",
		Format: "Application launched for activities: %{public}@", Fields: "activities",
		Example: "Application launched for activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		// _simulateLaunchForTaskWithIdentifier: only a debugger calls it
		ID: "bgt.sim_launch", From: fromAnyone, Kind: DebuggerCommand, Inside: true, Seen: "13-26",
		Format: "Simulating launch for task with identifier %{public}@", Fields: "identifier",
		Example: "Simulating launch for task with identifier com.example.notes.refresh",
	},
	{
		ID: "bgt.sim_expire", From: fromAnyone, Kind: DebuggerCommand, Inside: true, Seen: "13-26",
		Format: "Simulating expiration for task with identifier %{public}@", Fields: "identifier",
		Example: "Simulating expiration for task with identifier com.example.notes.refresh",
	},
	{
		ID: "dasd.fetch_launch", From: fromDasd, Kind: FetchDecided, Inside: true, Seen: "18.2",
		Format: "'com.apple.fetch.%@:%@' DecisionToRun:%@", Fields: "bundle request decision",
		Example: "'com.apple.fetch.com.example.notes:7C41A0' DecisionToRun: 1 (Bypasses Predictions)",
	},
	{
		ID: "dasd.push_launch", From: fromDasd, Kind: PushLaunchDecided, Inside: true, Seen: "11-26",
		Format: "'com.apple.pushLaunch.%@:%@' DecisionToRun:%@", Fields: "bundle request decision",
		Example: "'com.apple.pushLaunch.com.example.notes:4935F4' DecisionToRun:1 (Bypasses Predictions)",
	},
}
