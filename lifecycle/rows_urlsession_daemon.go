package lifecycle

// Events of nsurlsessiond about itself and about sessions.
const (
	DaemonStarted   EventKind = "daemon-started" // the limiter starts from 0: its state is in memory only
	DaemonEnding    EventKind = "daemon-ending"
	DaemonLocked    EventKind = "daemon-locked"     // before the first unlock it waits
	BetterNetwork   EventKind = "better-network"    // waiting retries start now
	RetryTimerFired EventKind = "retry-timer-fired" // a back-off is over

	SessionCreating        EventKind = "session-creating"
	SessionCreated         EventKind = "session-created"          // new in the daemon
	SessionDescribed       EventKind = "session-described"        // session UUID, bundle id, timeouts and networks allowed
	SessionClientKind      EventKind = "session-client-kind"      // app, daemon, extension, or acting for another
	SessionAttached        EventKind = "session-attached"         // a process of the app holds the session
	SessionReconnecting    EventKind = "session-reconnecting"     // the app made its session object again
	SessionDetached        EventKind = "session-detached"         // the app was suspended, exited or crashed
	SessionConnectionLost  EventKind = "session-connection-lost"  // to the app: the daemon's view, no error
	SessionActive          EventKind = "session-active"           // asked before every wake; Y: no wake needed
	SessionOutstanding     EventKind = "session-outstanding"      // transfers not finished; 0 before a wake
	SessionInUse           EventKind = "session-in-use"           // a second client of the identifier is refused (-996)
	SharedContainerMissing EventKind = "shared-container-missing" // an extension without sharedContainerIdentifier (-995)
	SharedContainerRefused EventKind = "shared-container-refused" // no entitlement for the app group
	SessionFailed          EventKind = "session-failed"           // the daemon could not make it
	TooManySessions        EventKind = "too-many-sessions"
	TooManyTransfers       EventKind = "too-many-transfers"   // of a session or an app; the rest is not restored
	SessionInvalidating    EventKind = "session-invalidating" // finishTasksAndInvalidate or invalidateAndCancel was called
	SessionCleaning        EventKind = "session-cleaning"
	SessionInvalid         EventKind = "session-invalid" // the daemon's inner session ended
	SessionRemoved         EventKind = "session-removed"
	SessionObliterated     EventKind = "session-obliterated"  // the app is gone
	SessionStale           EventKind = "session-stale"        // no client for 30 days: not restored
	SessionNotRestored     EventKind = "session-not-restored" // after a restart of the daemon
	SessionRestoring       EventKind = "session-restoring"
	DownloadFolderMade     EventKind = "download-folder-made" // it was missing: caches were purged
)

var sessionRows = []*Row{
	{
		ID: "url.d.started", From: fromURLSessiond, Kind: DaemonStarted, Seen: "26.1",
		Format:  "nsurlsessiond started",
		Example: "nsurlsessiond started",
	},
	{
		ID: "url.d.sigterm", From: fromURLSessiond, Kind: DaemonEnding, Level: "error", Seen: "18",
		Format:  "SIGTERM received, shutting down.",
		Example: "SIGTERM received, shutting down.",
	},
	{
		ID: "url.d.locked", From: fromURLSessiond, Kind: DaemonLocked, Seen: "18",
		Format:  "Device is locked - waiting",
		Example: "Device is locked - waiting",
	},
	{
		ID: "url.d.bestnet", From: fromURLSessiond, Kind: BetterNetwork, Seen: "26.1",
		Format:  "Received symptom that we may be on a better network",
		Example: "Received symptom that we may be on a better network",
	},
	{
		ID: "url.d.netblocks", From: fromURLSessiond, Kind: BetterNetwork, Seen: "26.1",
		Format:  "executing blocks waiting for network change",
		Example: "executing blocks waiting for network change",
	},
	{
		ID: "url.d.simnet", From: fromURLSessiond, Kind: RetryTimerFired, Seen: "18",
		Format: "Simulating network change event since %lld seconds have passed", Fields: "seconds",
		Example: "Simulating network change event since 8 seconds have passed",
	},
	{
		ID: "url.s.new", From: fromURLSessiond, Kind: SessionCreating, Seen: "17-26",
		Format: "Creating session with identifier: %@ for bundle id: %@", Fields: "identifier bundle",
		Example: "Creating session with identifier: com.example.notes.uploads for bundle id: com.example.notes",
	},
	{
		ID: "url.s.created", From: fromURLSessiond, Kind: SessionCreated, Needs: needSession, Seen: "26.1",
		Format: ".<%@>.<%@>: created successfully", Fields: "bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660>.<com.example.notes>.<com.example.notes.uploads>: created successfully",
	},
	{
		// builds differ in what follows: allowsConstrainedAccess (Low Data Mode) and more
		ID: "url.s.isfor", From: fromURLSessiond, Kind: SessionDescribed, Seen: "17-26.1",
		Format: "Session <%{public}@> is for <%{public}@>.<%@> using resource timeout: %f, request timeout: %f allowsCellularAccess: %d, allowsExpensiveAccess: %d%@", Fields: "session bundle identifier resource_timeout request_timeout cellular expensive rest",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Session <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> is for <com.example.notes>.<com.example.notes.uploads> using resource timeout: 604800.000000, request timeout: 60.000000 allowsCellularAccess: 1, allowsExpensiveAccess: 1, allowsConstrainedAccess: 0, _sourceApplicationBundleIdentifier: (null), _sourceApplicationSecondaryIdentifier: (null), hasSqliteSupport: 1, allowsUltraConstrainedAccess: 0",
	},
	{
		ID: "url.s.kind_sb", From: fromURLSessiond, Kind: SessionClientKind, Seen: "26.1",
		Format: "Client %{public}@ is a SpringBoard application", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Client com.example.notes is a SpringBoard application",
	},
	{
		ID: "url.s.kind_daemon", From: fromURLSessiond, Kind: SessionClientKind, Seen: "26.1",
		Format: "Client %{public}@ is a daemon or non-SpringBoard application", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Client com.example.syncd is a daemon or non-SpringBoard application",
	},
	{
		ID: "url.s.kind_ext", From: fromURLSessiond, Kind: SessionClientKind, Seen: "26.1",
		Format: "Client %{public}@ is an independent extension", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Client com.example.notes.widget is an independent extension",
	},
	{
		ID: "url.s.kind_onbehalf", From: fromURLSessiond, Kind: SessionClientKind, Seen: "26.1",
		Format: "Client %{public}@ is acting on behalf of application %{public}@, impersonatingSpringBoardApp: %d", Fields: "client bundle impersonating",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Client com.example.syncd is acting on behalf of application com.example.notes, impersonatingSpringBoardApp: 1",
	},
	{
		ID: "url.s.kind_fp", From: fromURLSessiond, Kind: SessionClientKind, Seen: "26.1",
		Format: "Client %{public}@ is acting on behalf of file provider id: %@ and bundle id: %{public}@", Fields: "client provider bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Client com.example.notes.provider is acting on behalf of file provider id: com.example.notes.provider and bundle id: com.example.notes",
	},
	{
		ID: "url.s.xpc", From: fromURLSessiond, Kind: SessionAttached, Seen: "26.1",
		Format: "Using XPC connection %@ for client %{public}@ with identifier %@ and PID %d", Fields: "_ bundle identifier pid",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Using XPC connection <NSXPCConnection: 0x10571b000> for client com.example.notes with identifier com.example.notes.uploads and PID 412",
	},
	{
		ID: "url.s.plugin", From: fromURLSessiond, Kind: SessionAttached, Seen: "26.1",
		Format: "XPC connection is to PlugIn %{public}@ for session <%{public}@>.<%@>", Fields: "plugin bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> XPC connection is to PlugIn com.example.notes.share for session <com.example.notes>.<com.example.notes.uploads>",
	},
	{
		ID: "url.s.reconn", From: fromURLSessiond, Kind: SessionReconnecting, Needs: needSession, Seen: "26.1",
		Format: ".<%@>.<%@>: reconnecting existing session", Fields: "bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660>.<com.example.notes>.<com.example.notes.uploads>: reconnecting existing session",
	},
	{
		ID: "url.s.tasks", From: fromURLSessiond, Kind: SessionReconnecting, Needs: needSession, Seen: "26.1",
		Format: "Session: %@ get tasks for reconnection: %@", Fields: "_ tasks",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Session: com.example.notes.uploads get tasks for reconnection: (7)",
	},
	{
		ID: "url.s.inuse", From: fromURLSessiond, Kind: SessionInUse, Needs: needSession, Seen: "26.1",
		Format: ".<%@>.<%@>: already has a connected client, returning nil proxy object to client", Fields: "bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660>.<com.example.notes>.<com.example.notes.uploads>: already has a connected client, returning nil proxy object to client",
	},
	{
		ID: "url.s.lost", From: fromURLSessiond, Kind: SessionConnectionLost, Needs: needSession, Seen: "17",
		Format: ".<%@>.<%@> Lost connection to app -- connection %@", Fields: "bundle identifier how",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660>.<com.example.notes>.<com.example.notes.uploads> Lost connection to app -- connection invalidated",
	},
	{
		ID: "url.s.noshared_new", From: fromURLSessiond, Kind: SharedContainerMissing, Seen: "26.1",
		Format:  "Connected client is an extension and did not specify a valid shared container identifier",
		Example: "Connected client is an extension and did not specify a valid shared container identifier",
	},
	{
		// spelt so
		ID: "url.s.noshared_old", From: fromURLSessiond, Kind: SharedContainerMissing, Seen: "26.1",
		Format:  "Connected client is an extension is attempting to a connect to a session without a valid shared data container",
		Example: "Connected client is an extension is attempting to a connect to a session without a valid shared data container",
	},
	{
		ID: "url.s.badshared", From: fromURLSessiond, Kind: SharedContainerRefused, Seen: "26.1",
		Format: "Client %@ tried to specify a shared container that it cannot access: %@", Fields: "bundle container",
		Example: "Client com.example.notes.share tried to specify a shared container that it cannot access: group.com.example.notes",
	},
	{
		// spelt so
		ID: "url.s.fail", From: fromURLSessiond, Kind: SessionFailed, Level: "error", Seen: "26.1",
		Format: "Coudn't create session with identifier: %@ for bundle id: %@", Fields: "identifier bundle",
		Example: "Coudn't create session with identifier: com.example.notes.uploads for bundle id: com.example.notes",
	},
	{
		ID: "url.s.nodl", From: fromURLSessiond, Kind: SessionFailed, Level: "error", Seen: "26.1",
		Format: "Couldn't find out download directory for %{public}@. Not creating session", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Couldn't find out download directory for com.example.notes. Not creating session",
	},
	{
		ID: "url.s.refused", From: fromURLSessiond, Kind: TooManySessions, Level: "error", Seen: "after 26.1 (CFNetwork 3896.200)",
		Format: "Refused to persist session %@ for bundle %{public}@: session limit (%d) reached", Fields: "identifier bundle limit",
		Example: "Refused to persist session com.example.notes.uploads for bundle com.example.notes: session limit (512) reached",
	},
	{
		ID: "url.s.toomany", From: fromURLSessiond, Kind: TooManySessions, Level: "fault", Seen: "26.1",
		Format: "Too many sessions for app <%{public}@> (%zu > %d)", Fields: "bundle count limit",
		Example: "Too many sessions for app <com.example.notes> (1025 > 1024)",
	},
	{
		ID: "url.s.toomanytasks", From: fromURLSessiond, Kind: TooManyTransfers, Level: "fault", Seen: "18",
		Format: "Too many tasks for app session <%{public}@>.<%@> (%zu > %d)", Fields: "bundle identifier count limit",
		Example: "Too many tasks for app session <com.example.notes>.<com.example.notes.uploads> (513 > 512)",
	},
	{
		ID: "url.s.toomanytotal", From: fromURLSessiond, Kind: TooManyTransfers, Level: "fault", Seen: "18.5-26.1",
		Format: "Too many total tasks for app <%{public}@>, skipping other sessions", Fields: "bundle",
		Example: "Too many total tasks for app <com.example.notes>, skipping other sessions",
	},
	{
		ID: "url.s.connected", From: fromURLSessiond, Kind: SessionActive, Needs: needSession, Seen: "26.1",
		Format: "client %{public}@ connected result (%c), XPC(%c) proxy(%c) for %@", Fields: "bundle active xpc proxy identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> client com.example.notes connected result (Y), XPC(Y) proxy(Y) for com.example.notes.uploads",
	},
	{
		ID: "url.s.active", From: fromURLSessiond, Kind: SessionActive, Needs: needSession, Seen: "17-26.1",
		Format: "client %{public}@ is active result (%c), XPC(%c) proxy(%c) for %@", Fields: "bundle active xpc proxy identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> client com.example.notes is active result (N), XPC(N) proxy(N) for com.example.notes.uploads",
	},
	{
		ID: "url.s.outstanding", From: fromURLSessiond, Kind: SessionOutstanding, Needs: needSession, Seen: "26.1",
		Format: "has %lu outstanding tasks", Fields: "count",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> has 0 outstanding tasks",
	},
	{
		ID: "url.s.susp", From: fromURLSessiond, Kind: SessionDetached, Seen: "18",
		Format: "notified associated application %@(%d) was suspended, XPC(%c)", Fields: "bundle pid xpc",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> notified associated application com.example.notes(412) was suspended, XPC(Y)",
	},
	{
		ID: "url.s.disc", From: fromURLSessiond, Kind: SessionDetached, Needs: needSession, Seen: "17-26.1",
		Format: "client %{public}@ disconnected, XPC(%c) proxy(%c) for %@", Fields: "bundle xpc proxy identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> client com.example.notes disconnected, XPC(N) proxy(N) for com.example.notes.uploads",
	},
	{
		ID: "url.s.inval", From: fromURLSessiond, Kind: SessionInvalidating, Seen: "26.1",
		Format: "InvalidateWithReply: for session %@ bundle ID %{public}@", Fields: "identifier bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> InvalidateWithReply: for session com.example.notes.uploads bundle ID com.example.notes",
	},
	{
		ID: "url.s.inval_now", From: fromURLSessiond, Kind: SessionCleaning, Seen: "26.1",
		Format:  "Cleaning up and invalidating immediately since there are no tasks",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Cleaning up and invalidating immediately since there are no tasks",
	},
	{
		ID: "url.s.clean", From: fromURLSessiond, Kind: SessionCleaning, Needs: needSession, Seen: "26.1",
		Format:  "Cleaning up",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Cleaning up",
	},
	{
		ID: "url.s.removed", From: fromURLSessiond, Kind: SessionRemoved, Needs: needSession, Seen: "17-26.1",
		Format: ".<%@>.<%@>: removing session", Fields: "bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660>.<com.example.notes>.<com.example.notes.uploads>: removing session",
	},
	{
		ID: "url.s.becameinvalid", From: fromURLSessiond, Kind: SessionInvalid, Seen: "26.1",
		Format: "Session %@ didBecomeInvalidWithError: %@ [%ld]", Fields: "_ error code",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Session <__NSCFLocalSession: 0x10571b000> didBecomeInvalidWithError: (null) [0]",
	},
	{
		ID: "url.s.oblit", From: fromURLSessiond, Kind: SessionObliterated, Seen: "26.1",
		Format: "Obliterating session: <%{public}@>.<%@>", Fields: "bundle identifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Obliterating session: <com.example.notes>.<com.example.notes.uploads>",
	},
	{
		ID: "url.s.stale", From: fromURLSessiond, Kind: SessionStale, Level: "error", Seen: "26.1",
		Format: "Ignoring stale session (inactive for %fs) with identifier: %@ for bundle id: %@", Fields: "seconds identifier bundle",
		Example: "Ignoring stale session (inactive for 2592010.000000s) with identifier: com.example.notes.uploads for bundle id: com.example.notes",
	},
	{
		ID: "url.s.restore_none", From: fromURLSessiond, Kind: SessionNotRestored, Seen: "26.1",
		Format: "Not restoring session with identifier: %@ for bundleID: %@ since it does not have any tasks", Fields: "identifier bundle",
		Example: "Not restoring session with identifier: com.example.notes.uploads for bundleID: com.example.notes since it does not have any tasks",
	},
	{
		ID: "url.s.restore_bad", From: fromURLSessiond, Kind: SessionNotRestored, Level: "error", Seen: "26.1",
		Format: "Missing or invalid configuration value in DB for bundleID: %@, sessionID: %@. Removing session directory", Fields: "bundle identifier",
		Example: "Missing or invalid configuration value in DB for bundleID: com.example.notes, sessionID: com.example.notes.uploads. Removing session directory",
	},
	{
		ID: "url.s.restore", From: fromURLSessiond, Kind: SessionRestoring, Seen: "26.1",
		Format: "restoreState: %@", Fields: "bundle",
		Example: "restoreState: com.example.notes",
	},
	{
		ID: "url.s.folder", From: fromURLSessiond, Kind: DownloadFolderMade, Seen: "26.1",
		Format: "Session <%{public}@>.<%@> download path %@ did not exist, recreating.", Fields: "bundle identifier path",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Session <com.example.notes>.<com.example.notes.uploads> download path /var/mobile/Downloads did not exist, recreating.",
	},
}
