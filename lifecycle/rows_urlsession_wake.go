package lifecycle

// Events of nsurlsessiond about its client apps: the resume rate limiter, what the
// daemon knows of them, and wakes from the request to the completion handler.
const (
	RequestDelaySet             EventKind = "request-delay-set"              // a wake: the delay of the app's next background requests in seconds
	RequestDelayReset           EventKind = "request-delay-reset"            // back to 0; alone it is the timer of twice the delay, else a line before tells why
	RequestDelayResetForeground EventKind = "request-delay-reset-foreground" // the app became visible
	RequestDelayResetObserver   EventKind = "request-delay-reset-observer"   // first session of the app since the daemon knows it
	RequestDelayApplied         EventKind = "request-delay-applied"          // the delay hits this transfer: no earlier start than so many seconds from now
	TransitionalPeriodEnded     EventKind = "transitional-period-ended"      // 18 h after the foreground: waiting transfers become discretionary

	ClientForeground    EventKind = "client-foreground" // nsurlsessiond sees the app become visible
	ClientNotForeground EventKind = "client-not-foreground"
	ClientSuspended     EventKind = "client-suspended"  // its connection to the daemon goes too
	ClientForceQuit     EventKind = "client-force-quit" // quit in the app switcher: its transfers are cancelled
	ClientUnobserved    EventKind = "client-unobserved" // its last session or observer went
	ClientUnknown       EventKind = "client-unknown"    // a process without a bundle id
	ClientUninstalled   EventKind = "client-uninstalled"
	ClientReinstalled   EventKind = "client-reinstalled"
	RefreshTurnedOff    EventKind = "refresh-turned-off" // discretionary transfers of this app are cancelled
	RefreshTurnedOn     EventKind = "refresh-turned-on"  // waiting callbacks may wake this app
	RefreshChanged      EventKind = "refresh-changed"    // the app's switch, to the value told

	WakeRequested             EventKind = "wake-requested"                // one step of the limiter, whether the app opens or not
	WakeSucceeded             EventKind = "wake-succeeded"                // the app runs, an assertion holds it
	WakeFailed                EventKind = "wake-failed"                   // the app could not be opened or held
	WakeRefused               EventKind = "wake-refused"                  // not woken, for the reason told; no step of the limiter
	WakeRefusedConnected      EventKind = "wake-refused-connected"        // a live session object takes the events
	WakeRefusedNoLaunchEvents EventKind = "wake-refused-no-launch-events" // sessionSendsLaunchEvents is off
	WakeRefusedUnneeded       EventKind = "wake-refused-unneeded"
	WakeRefusedUnsupported    EventKind = "wake-refused-unsupported" // a client that cannot be launched
	WakeRefusedObliterated    EventKind = "wake-refused-obliterated" // the session is gone
	WakeDelayedFired          EventKind = "wake-delayed-fired"       // the delayed wake of a session
	WakeForAuthHeaders        EventKind = "wake-for-auth-headers"    // a step of the limiter too

	WakeEventsStarted           EventKind = "wake-events-started"             // the first callback after the app has reconnected
	WakeEventsDelivered         EventKind = "wake-events-delivered"           // all callbacks were delivered; the delegate is told next
	AssertionReleaseAsked       EventKind = "session-assertion-release-asked" // the app called its completion handler
	SessionAssertionInvalidated EventKind = "session-assertion-invalidated"   // the wake is over
	AssertionLookedUp           EventKind = "session-assertion-looked-up"     // is the app handling a wake, does it hold a background task?

	PendingEventsSignalled EventKind = "pending-events-signalled" // UIKit told the daemon that the app handles the session's events
	PendingEventsAsked     EventKind = "pending-events-asked"     // the app's session object asks for its callbacks
	PendingEventsWait      EventKind = "pending-events-wait"      // held until UIKit signals
	PendingEventsDelivered EventKind = "pending-events-delivered" // the queue goes to the app
	PendingEventsRejected  EventKind = "pending-events-rejected"  // a signal or a request without its session or wake
)

// The formats are those of the daemon; without the heads NDSession and Task.
var wakeRows = []*Row{
	{
		ID: "url.rl.set", From: fromURLSessiond, Kind: RequestDelaySet, Seen: "12-26",
		Format: "Set request delay for %@ to %f", Fields: "bundle seconds",
		Example: "Set request delay for com.example.notes to 60.000000",
	},
	{
		// a paste that lost the bundle id and folded the blanks
		ID: "url.rl.set_lost", From: fromURLSessiond, Kind: RequestDelaySet, Seen: "12",
		Format: "Set request delay for to %f", Fields: "seconds",
		Example: "Set request delay for to 120.000000",
	},
	{
		// at level debug for clients that are not apps
		ID: "url.rl.reset", From: fromURLSessiond, Kind: RequestDelayReset, Seen: "12-26",
		Format: "Resetting request delay for %@", Fields: "bundle",
		Example: "Resetting request delay for com.example.notes",
	},
	{
		ID: "url.rl.reset_fg", From: fromURLSessiond, Kind: RequestDelayResetForeground, Seen: "18-26",
		Format: "Resetting request delay and clearing pending wake requests for %@ since it came into the foreground", Fields: "bundle",
		Example: "Resetting request delay and clearing pending wake requests for com.example.notes since it came into the foreground",
	},
	{
		ID: "url.rl.reset_observer", From: fromURLSessiond, Kind: RequestDelayResetObserver, Seen: "26.1",
		Format: "Resetting request delay and clearing pending wake requests for %@ since the first observer is being added", Fields: "bundle",
		Example: "Resetting request delay and clearing pending wake requests for com.example.notes since the first observer is being added",
	},
	{
		ID: "url.rl.apply", From: fromURLSessiond, Kind: RequestDelayApplied, Needs: needTask, Seen: "26.1",
		Format: "adding delay of %f", Fields: "seconds",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> adding delay of 240.000000",
	},
	{
		ID: "url.rl.18h", From: fromURLSessiond, Kind: TransitionalPeriodEnded, Seen: "18",
		Format: "Application %@ has been in background for %lu seconds. Will reevaluate discretionary downloads", Fields: "bundle seconds",
		Example: "Application com.example.notes has been in background for 64800 seconds. Will reevaluate discretionary downloads",
	},
	{
		ID: "url.app.fg_alone", From: fromURLSessiond, Kind: ClientForeground, Seen: "18",
		Format: "Application %@ entered foreground, and no observers", Fields: "bundle",
		Example: "Application com.example.notes entered foreground, and no observers",
	},
	{
		ID: "url.app.fg", From: fromURLSessiond, Kind: ClientForeground, Seen: "18",
		Format: "Application %@ entered foreground", Fields: "bundle",
		Example: "Application com.example.notes entered foreground",
	},
	{
		ID: "url.app.nofg_alone", From: fromURLSessiond, Kind: ClientNotForeground, Seen: "18",
		Format: "Application %@ no longer foreground, and no observers", Fields: "bundle",
		Example: "Application com.example.notes no longer foreground, and no observers",
	},
	{
		ID: "url.app.nofg", From: fromURLSessiond, Kind: ClientNotForeground, Seen: "18",
		Format: "Application %@ no longer foreground", Fields: "bundle",
		Example: "Application com.example.notes no longer foreground",
	},
	{
		ID: "url.app.susp_alone", From: fromURLSessiond, Kind: ClientSuspended, Seen: "18",
		Format: "Application %@ was suspended, and no observers", Fields: "bundle",
		Example: "Application com.example.notes was suspended, and no observers",
	},
	{
		ID: "url.app.susp", From: fromURLSessiond, Kind: ClientSuspended, Seen: "18",
		Format: "Application %@ was suspended", Fields: "bundle",
		Example: "Application com.example.notes was suspended",
	},
	{
		ID: "url.app.quit_alone", From: fromURLSessiond, Kind: ClientForceQuit, Seen: "18",
		Format: "Application %@ was quit in the app switcher, and no observers", Fields: "bundle",
		Example: "Application com.example.notes was quit in the app switcher, and no observers",
	},
	{
		ID: "url.app.quit", From: fromURLSessiond, Kind: ClientForceQuit, Seen: "18",
		Format: "Application %@ was quit in the app switcher", Fields: "bundle",
		Example: "Application com.example.notes was quit in the app switcher",
	},
	{
		ID: "url.app.nobundle", From: fromURLSessiond, Kind: ClientUnknown, Level: "error", Seen: "18",
		Format: "Cannot find bundle ID for process %@ state update %@", Fields: "process _",
		Example: "Cannot find bundle ID for process Notes state update <RBSProcessStateUpdate: 0x1056fe340>",
	},
	{
		ID: "url.app.monstop", From: fromURLSessiond, Kind: ClientUnobserved, Seen: "18",
		Format: "Stopped monitoring app %@, now %lu total %@", Fields: "bundle total _",
		Example: "Stopped monitoring app com.example.notes, now 2 total (com.example.mail, com.example.maps)",
	},
	{
		ID: "url.app.obsrm", From: fromURLSessiond, Kind: ClientUnobserved, Seen: "18",
		Format: "Removed observer for app %@, now %lu observers", Fields: "bundle left",
		Example: "Removed observer for app com.example.notes, now 0 observers",
	},
	{
		ID: "url.app.uninstalled", From: fromURLSessiond, Kind: ClientUninstalled, Seen: "18",
		Format: "Bundle %@ uninstalled. Need to obliterate", Fields: "bundle",
		Example: "Bundle com.example.notes uninstalled. Need to obliterate",
	},
	{
		ID: "url.app.reinstalled", From: fromURLSessiond, Kind: ClientReinstalled, Seen: "18",
		Format: "Bundle %@ re-installed. Need to adjust download paths", Fields: "bundle",
		Example: "Bundle com.example.notes re-installed. Need to adjust download paths",
	},
	{
		ID: "url.bar.on", From: fromURLSessiond, Kind: RefreshOn, Seen: "18",
		Format:  "Background updates are on",
		Example: "Background updates are on",
	},
	{
		ID: "url.bar.change", From: fromURLSessiond, Kind: RefreshChanged, Seen: "18",
		Format: "Background update setting for %@ was changed to %@", Fields: "bundle value",
		Example: "Background update setting for com.example.notes was changed to 0",
	},
	{
		ID: "url.bar.notify_on", From: fromURLSessiond, Kind: RefreshTurnedOn, Seen: "18",
		Format: "Notifying observers for %@ that background update setting was turned on", Fields: "bundle",
		Example: "Notifying observers for com.example.notes that background update setting was turned on",
	},
	{
		ID: "url.bar.notify_off", From: fromURLSessiond, Kind: RefreshTurnedOff, Seen: "18",
		Format: "Notifying observers for %@ that background update setting was turned off", Fields: "bundle",
		Example: "Notifying observers for com.example.notes that background update setting was turned off",
	},
	{
		// the bundle id is public: it tells whose the neighbouring private delay is
		ID: "url.wake.req", From: fromURLSessiond, Kind: WakeRequested, Seen: "26.1",
		Format: "Will request wake of app %{public}@ for NDSession <%{public}@> with identifier %@", Fields: "bundle session identifier",
		Example: "Will request wake of app com.example.notes for NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> with identifier com.example.notes.uploads",
	},
	{
		ID: "url.wake.ok", From: fromURLSessiond, Kind: WakeSucceeded, Seen: "26.1",
		Format: "Successfully woke application %{public}@ and took process assertion", Fields: "bundle",
		Example: "Successfully woke application com.example.notes and took process assertion",
	},
	{
		ID: "url.wake.fail_open", From: fromURLSessiond, Kind: WakeFailed, Level: "error", Seen: "26.1",
		Format: "Failed to open application %{public}@, error: %@ timeout: %{BOOL}d", Fields: "bundle error timeout",
		Example: "Failed to open application com.example.notes, error: Error Domain=FBSOpenApplicationErrorDomain Code=4 \"(null)\" timeout: NO",
	},
	{
		ID: "url.wake.fail_assert", From: fromURLSessiond, Kind: WakeFailed, Level: "error", Seen: "26.1",
		Format: "Failed to take process assertion for %{public}@", Fields: "bundle",
		Example: "Failed to take process assertion for com.example.notes",
	},
	{
		ID: "url.wake.fail", From: fromURLSessiond, Kind: WakeFailed, Level: "error", Seen: "26.1",
		Format: "Failed to wake app: %{public}@", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Failed to wake app: com.example.notes",
	},
	{
		ID: "url.wake.no.connected", From: fromURLSessiond, Kind: WakeRefusedConnected, Seen: "26.1",
		Format: "Not waking up client %{public}@ since it's already connected", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Not waking up client com.example.notes since it's already connected",
	},
	{
		ID: "url.wake.no.nolaunch", From: fromURLSessiond, Kind: WakeRefusedNoLaunchEvents, Seen: "26.1",
		Format: "Not waking up client %{public}@ since sessionSendsLaunchEvents is NO", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Not waking up client com.example.notes since sessionSendsLaunchEvents is NO",
	},
	{
		ID: "url.wake.no.unneeded", From: fromURLSessiond, Kind: WakeRefusedUnneeded, Seen: "26.1",
		Format: "Not waking up client %{public}@ since wake request is unnecessary", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Not waking up client com.example.notes since wake request is unnecessary",
	},
	{
		ID: "url.wake.no.unsupported", From: fromURLSessiond, Kind: WakeRefusedUnsupported, Seen: "26.1",
		Format: "Not waking up client %{public}@ since it doesn't support app wakes", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Not waking up client com.example.notes since it doesn't support app wakes",
	},
	{
		ID: "url.wake.no.obliterated", From: fromURLSessiond, Kind: WakeRefusedObliterated, Seen: "26.1",
		Format: "Not waking up client %{public}@ since session is obliterated", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Not waking up client com.example.notes since session is obliterated",
	},
	{
		// any other reason
		ID: "url.wake.no.other", From: fromURLSessiond, Kind: WakeRefused,
		Format: "Not waking up client %{public}@ since %@", Fields: "bundle why",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Not waking up client com.example.notes since the moon is new",
	},
	{
		ID: "url.wake.delayed", From: fromURLSessiond, Kind: WakeDelayedFired, Seen: "18",
		Format: "Delayed wake timer fired for session <%@>.<%@>", Fields: "bundle identifier",
		Example: "Delayed wake timer fired for session <com.example.notes>.<com.example.notes.uploads>",
	},
	{
		ID: "url.wake.delayed_now", From: fromURLSessiond, Kind: WakeDelayedFired, Seen: "18",
		Format: "Triggering delayed wake for session <%@>.<%@>", Fields: "bundle identifier",
		Example: "Triggering delayed wake for session <com.example.notes>.<com.example.notes.uploads>",
	},
	{
		ID: "url.wake.auth", From: fromURLSessiond, Kind: WakeForAuthHeaders, Needs: needTask, Seen: "26.1",
		Format: "waking %{public}@ for auth headers", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> waking com.example.notes for auth headers",
	},
	{
		ID: "url.wake.start_cb", From: fromURLSessiond, Kind: WakeEventsStarted, Seen: "26.1",
		Format:  "performing did start app wake callback.",
		Example: "Task <?>.<0> performing did start app wake callback.",
	},
	{
		ID: "url.wake.finish_cb", From: fromURLSessiond, Kind: WakeEventsDelivered, Seen: "26.1",
		Format:  "performing did finish app wake callback.",
		Example: "Task <?>.<0> performing did finish app wake callback.",
	},
	{
		ID: "url.assert.release", From: fromURLSessiond, Kind: AssertionReleaseAsked, Seen: "26.1",
		Format: "releaseAssertionForSession: %@", Fields: "identifier",
		Example: "releaseAssertionForSession: com.example.notes.uploads",
	},
	{
		ID: "url.assert.invalidate", From: fromURLSessiond, Kind: SessionAssertionInvalidated, Seen: "26.1",
		Format: "Invalidating assertion for bundleID: %{public}@. sessionID: %@", Fields: "bundle identifier",
		Example: "Invalidating assertion for bundleID: com.example.notes. sessionID: com.example.notes.uploads",
	},
	{
		ID: "url.assert.look", From: fromURLSessiond, Kind: AssertionLookedUp, Level: "info", Seen: "26.1",
		Format: "looking for background session %@ for bundle id %{public}@", Fields: "identifier bundle",
		Example: "looking for background session com.example.notes.uploads for bundle id com.example.notes",
	},
	{
		ID: "url.assert.found", From: fromURLSessiond, Kind: AssertionLookedUp, Level: "info", Seen: "26.1",
		Format: "%s assertion with name %@ for bundle id %{public}@", Fields: "found name bundle",
		Example: "found assertion with name com.apple.nsurlsessiond.handlesession 3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660 for bundle id com.example.notes",
	},
	{
		ID: "url.assert.bgtask", From: fromURLSessiond, Kind: AssertionLookedUp, Level: "info", Seen: "26.1",
		Format: "looking for background task completion for bundle id %{public}@", Fields: "bundle",
		Example: "looking for background task completion for bundle id com.example.notes",
	},
	{
		ID: "url.sig.ok", From: fromURLSessiond, Kind: PendingEventsSignalled, Needs: needSession, Seen: "26.1",
		Format: ".<%@>.<%@>: notified it is OK to send pending callbacks", Fields: "bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660>.<com.example.notes>.<com.example.notes.uploads>: notified it is OK to send pending callbacks",
	},
	{
		ID: "url.sig.unknown", From: fromURLSessiond, Kind: PendingEventsRejected, Level: "error", Seen: "26.1",
		Format: "Signalled that it is okay to send pending callbacks for session %@ that we have no record of. This shouldn't happen", Fields: "identifier",
		Example: "Signalled that it is okay to send pending callbacks for session com.example.notes.uploads that we have no record of. This shouldn't happen",
	},
	{
		ID: "url.sig.recv", From: fromURLSessiond, Kind: PendingEventsSignalled, Seen: "18",
		Format: "Received signal to deliver pending events for client session: <%@>.<%@>", Fields: "bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Received signal to deliver pending events for client session: <com.example.notes>.<com.example.notes.uploads>",
	},
	{
		ID: "url.sig.deliver", From: fromURLSessiond, Kind: PendingEventsDelivered, Seen: "18",
		Format: "Delivering pending events for client session: <%@>.<%@>", Fields: "bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Delivering pending events for client session: <com.example.notes>.<com.example.notes.uploads>",
	},
	{
		ID: "url.sig.immediate", From: fromURLSessiond, Kind: PendingEventsDelivered, Seen: "26.1",
		Format: "Delivering pending events immediately for client session: <%{public}@>.<%@>. Signalled already: %d, isHandlingBackgroundSession: %d", Fields: "bundle identifier signalled handling",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Delivering pending events immediately for client session: <com.example.notes>.<com.example.notes.uploads>. Signalled already: 0, isHandlingBackgroundSession: 1",
	},
	{
		ID: "url.sig.wait", From: fromURLSessiond, Kind: PendingEventsWait, Seen: "26.1",
		Format: "Waiting for notification to deliver pending events for client session: <%{public}@>.<%@>", Fields: "bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Waiting for notification to deliver pending events for client session: <com.example.notes>.<com.example.notes.uploads>",
	},
	{
		ID: "url.sig.nothandling", From: fromURLSessiond, Kind: PendingEventsRejected, Level: "error", Seen: "18",
		Format: "Application %@ is not handling a background URLSession but we still received a signal to deliver pending events", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Application com.example.notes is not handling a background URLSession but we still received a signal to deliver pending events",
	},
	{
		ID: "url.sig.block", From: fromURLSessiond, Kind: PendingEventsDelivered, Seen: "18",
		Format:  "Invoking client reconnection completion block",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Invoking client reconnection completion block",
	},
	{
		ID: "url.sig.asked", From: fromURLSessiond, Kind: PendingEventsAsked, Needs: needSession, Seen: "26.1",
		Format: ".<%@>.<%@>: instructed to send pending callbacks", Fields: "bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660>.<com.example.notes>.<com.example.notes.uploads>: instructed to send pending callbacks",
	},
	{
		ID: "url.sig.asked_unknown", From: fromURLSessiond, Kind: PendingEventsRejected, Level: "error", Seen: "26.1",
		Format: "Asked to send pending callbacks for session %@ that we have no record of. This shouldn't happen", Fields: "identifier",
		Example: "Asked to send pending callbacks for session com.example.notes.uploads that we have no record of. This shouldn't happen",
	},
}
