package logstyle

// noise is one kind of line that a device writes all day. Its text is filled by
// the conversions alone: numbers, addresses, UUIDs, words. Three annotations are
// its own: %{open} is a new serial number, %{close} the next one to be done
// with, %{task} a URL session task that has some lines and is then followed by
// the next.
type noise struct {
	from   sender
	level  string
	weight int // share among its kind
	text   string
	format string // what JSON exports show as the format string; text when empty
}

// systemNoise is what bglog never reads.
var systemNoise = []noise{
	{sender{"kernel", 0, "AppleBCMWLANCore", "", ""}, Default, 9, "wlan0:com.apple.p2p: LQM-WiFi: (%dG) rxCrsGlitch=%d rxBphyCrsGlitch=%d rxStart=%u rxBadPLCP=%u rxBadFCS=%u rxFifo0Ovfl=%d rxNoBuf=%d rxResponseTimeout=%u", ""},
	{sender{"kernel", 0, "IOMobileGraphicsFamily", "", ""}, Default, 4, "virtual bool UnifiedPipeline::power_on_internal(IOMFB_PowerState, bool): power state %d -> %d took %llu us", ""},
	{sender{"kernel", 0, "apfs", "", ""}, Default, 4, "apfs_vfsop_sync:%d: disk1s%d flushed %llu blocks of %llu in %lu ms, txg %llu", ""},
	{sender{"kernel", 0, "", "", ""}, Default, 3, "%s[%d] triggered unnest of range %#llx->%#llx of DYLD shared region in VM map %#llx. While not abnormal for debuggers, this increases system memory footprint until the target exits.", ""},
	{sender{"kernel", 0, "Sandbox", "", ""}, Error, 4, "Sandbox: %s(%d) deny(1) mach-lookup com.apple.%{private}s.xpc", ""},
	{sender{"kernel", 0, "AppleHIDTransport", "", ""}, Default, 3, "AppleHIDTransportHIDDevice: report id %#x size %u from provider %#llx queued %u", ""},
	{sender{"locationd", 66, "", "com.apple.locationd.Core", "GPS"}, Default, 6, "{\"msg%d\":\"@ClxGps, Fix\", \"ll\":\"%{private}s\", \"hacc\":%.1f, \"course\":%.1f, \"speed\":%.2f, \"age\":%.3f, \"sat\":%d}", ""},
	{sender{"locationd", 66, "", "com.apple.locationd.Motion", "Activity"}, Default, 4, "{\"msg%d\":\"onActivity\", \"confidence\":%d, \"mounted\":%d, \"type\":\"stationary\", \"timestamp\":%.3f}", ""},
	{sender{"locationd", 66, "", "com.apple.locationd.Core", "Client"}, Default, 3, "{\"msg%d\":\"#CLIUA Marking change\", \"clientKey\":\"%{private}s\", \"reason\":\"Process state\", \"assertionLevel\":%d, \"coming\":%d}", ""},
	{sender{"wifid", 51, "WiFiPolicy", "com.apple.WiFiManager", ""}, Default, 7, "__WiFiLQAMgrLogStats(%{private}s:Stationary): Rssi: %d {%d %d} Channel: %d Bandwidth: %dMHz Snr: %d Cca: %d (S:%d O:%d I:%d) TxPer: %.1f%% (%u) RxRetry: %u", ""},
	{sender{"wifid", 51, "WiFiPolicy", "com.apple.WiFiManager", ""}, Default, 4, "WiFiLQAMgrCopyCoalescedUndispatchedLQMEvent: Rssi: %d Snr:%d Cca: %d TxFrames: %u TxFail: %u BcnRecv: %u BcnSched: %u RxFrames: %u RxRetries: %u", ""},
	{sender{"bluetoothd", 79, "", "com.apple.bluetooth", "Server.LE"}, Default, 6, "LE Scan stats: active %u, passive %u, duplicates filtered %llu, interval %u ms window %u ms, advertiser %{uuid_t}.16P rssi %d", ""},
	{sender{"bluetoothd", 79, "CoreUtils", "com.apple.bluetooth", "CBStackScanManager"}, Default, 4, "Device found: CBDevice %{uuid_t}.16P, BDA %{private}@, RSSI %d, Ch %d, DsFl %#x < NearbyInfo >, changed flags %#llx", ""},
	{sender{"symptomsd", 97, "SymptomEvaluator", "com.apple.symptomsd", "flow"}, Default, 6, "flow %llu provider %{public}s bundle %{public}s rx %llu tx %llu rtt %.3f interface en0 cell %u wifi %u wired 0 duration %.2f", ""},
	{sender{"symptomsd", 97, "SymptomEvaluator", "com.apple.symptomsd", "netepochs"}, Default, 3, "epoch %llu rolled, %u processes, advisory %d, score %.3f %.3f", ""},
	{sender{"CommCenter", 84, "libATCommandStudioDynamic.dylib", "com.apple.telephony.bb", "qmi"}, Default, 7, "#I QMI: Svc=%#x(NAS) Ind MsgId=%#x TxnId=%u Len=%u serving cell rsrp %d rsrq %d sinr %.1f band %u pci %u", ""},
	{sender{"CommCenter", 84, "", "com.apple.CommCenter", "ps"}, Default, 4, "#I PDP context %d: state %d, interface pdp_ip%d, apn %{private}s, used by %{public}s, %llu bytes in, %llu bytes out", ""},
	{sender{"backboardd", 68, "", "com.apple.BackBoard", "AmbientLight"}, Default, 5, "ALS lux %.2f -> nits %.3f, trusted %d, colour temperature %u K, orientation %d, ts %llu", ""},
	{sender{"backboardd", 68, "", "com.apple.BackBoard", "TouchEvents"}, Default, 5, "contact %d presence: touching; (%.1f, %.1f) dispatched to context %u pid %d, hit test regions %#llx", ""},
	{sender{"mDNSResponder", 88, "", "com.apple.mDNSResponder", "Default"}, Default, 8, "[R%u->Q%u] Question assigned DNS service %d -- question: <mask.hash: '%{mask.hash}s'>, type: %{public}s, qclass IN, interface index %d, pid %d (%{public}s)", ""},
	{sender{"mDNSResponder", 88, "", "com.apple.mDNSResponder", "Default"}, Default, 5, "[Q%u] Received acceptable answer from %{private}s over UDP via en0/%d -- id: %#x, flags: %#x, counts: %u/%u/%u/%u, type: %{public}s", ""},
	{sender{"cfprefsd", 119, "CoreFoundation", "com.apple.defaults", "cfprefsd"}, Default, 4, "Process %d (%{public}s) sent a request related to { %{public}s, user: mobile, kCFPreferencesAnyHost, file %{private}s, generation %llu }", ""},
	{sender{"mediaserverd", 91, "AudioToolboxCore", "com.apple.coreaudio", "aqme"}, Default, 4, "AQMEDevice.cpp:%d  device %u: io cycle %llu late by %.3f ms, %u clients, sample time %.1f", ""},
	{sender{"powerd", 52, "", "com.apple.powerd", "assertions"}, Default, 5, "Process %{public}s.%d Created PreventUserIdleSystemSleep \"%{public}s\" age:00:00:00 id:%llu [System: PrevIdle DeclUser SysAct]", ""},
	{sender{"thermalmonitord", 74, "", "com.apple.ThermalMonitor", ""}, Default, 4, "<Notice> DeviceUtilization: %d%%, CPU floor %d, ceiling %d, skin %.2f, battery %.2f, die max %.1f, pressure %u", ""},
	{sender{"apsd", 101, "", "com.apple.apsd", "courier"}, Default, 4, "%{public}s: Received message for enabled topic %{private}@ guid %{uuid_t}.16P with payload %llu bytes, priority %d, latency %.2f ms", ""},
	{sender{"identityservicesd", 110, "IDSFoundation", "com.apple.IDS", "Delivery"}, Default, 3, "Delivery of %{uuid_t}.16P to %d endpoints took %.3f s, queue one %{public}s, fanout %{private}s, retry %u", ""},
	{sender{"healthd", 131, "HealthDaemon", "com.apple.HealthKit", "queries"}, Default, 3, "<HDQueryServer:%p %{uuid_t}.16P (%{public}s)>: Batched %u samples, anchor %llu, suspended %d", ""},
	{sender{"cloudd", 143, "CloudKitDaemon", "com.apple.cloudkit", "OP"}, Default, 4, "Starting operation %{public}s <%p> %{uuid_t}.16P on container %{private}@, group %llx, qos %d, %u of %u in flight", ""},
	{sender{"nfcd", 87, "", "com.apple.nfc", "hardware"}, Default, 2, "%{public}s:%d LPM field detect %d, rssi %d, tag type %#x, technology %u", ""},
	{sender{"audiomxd", 92, "MediaExperience", "com.apple.coremedia", ""}, Default, 3, "-CMSessionMgr- cmsmSetPickedRoute:%d Session %{public}s pid %d volume %.4f category %#x mode %#x", ""},
	{sender{"sharingd", 125, "", "com.apple.sharing", "BLEScanner"}, Default, 3, "Nearby scanner device changed %{uuid_t}.16P, model %{public}s, rssi %d, flags %#x, payload %llx%llx", ""},
	{sender{"searchd", 150, "SpotlightIndex", "com.apple.spotlight", "index"}, Default, 3, "%{public}s: merged %u postings in %.3f s, dirty %d, journal %llu, index %{private}s", ""},
	{sender{"duetexpertd", 160, "CoreDuet", "com.apple.duetexpert", "predictions"}, Default, 3, "Scored %d candidates for consumer %u in %.2f ms, best %{public}s (%.5f), context %llx", ""},
	{sender{"contextstored", 162, "CoreDuetContext", "com.apple.coreduet", "context"}, Default, 2, "Set value for path /system/%{public}s/%{private}s: %d, changed %d, observers %u", ""},
	{sender{"analyticsd", 170, "", "com.apple.analytics", "events"}, Default, 3, "[com.apple.%{public}s] event %llu aggregated, session %{uuid_t}.16P, count %u, dropped %u", ""},
	{sender{"biometrickitd", 176, "", "com.apple.biometrickit", ""}, Default, 2, "messageDetails: operation %#x state %u timestamp %llu result %d temperature %.1f", ""},
	{sender{"trustd", 181, "Security", "com.apple.securityd", "trust"}, Default, 3, "cert[%d]: AnchorTrusted =(leaf)[]> %d, hash %llx%llx, policy %{public}s, revocation %u, client %{public}s[%d]", ""},
	{sender{"UserEventAgent", 29, "com.apple.cts", "com.apple.xpc.activity", "activity"}, Default, 3, "com.apple.%{public}s: %{public}s [%p] state %u, eligible %d, delay %llu s, grace %u s, repeating %d", ""},
	{sender{"launchd", 1, "", "system/com.apple.analyticsd", ""}, Default, 3, "internal event: PETRIFIED, code = %d, spawned %{public}s[%d] because of ipc (mach), uptime %llu", ""},
	{sender{"Sonnet", 611, "libnetwork.dylib", "com.apple.network", "connection"}, Default, 5, "[C%u %{uuid_t}.16P Hostname#%x:443 quic, url hash: %x, tls, definite, attribution: developer] ready, %llu bytes in, %llu bytes out, rtt %.3f s", ""},
	{sender{"Sonnet", 611, "libboringssl.dylib", "com.apple.network", "boringssl"}, Default, 3, "boringssl_context_info_handler(%d) [C%u.%u:%u][%p] Client handshake state: TLS client read_server_hello, %u", ""},
	{sender{"Trailmap", 618, "", "org.example.trailmap", "tiles"}, Default, 3, "tile %d/%d/%d from cache in %.2f ms (%u bytes), %d waiting, zoom %.2f", ""},
	{sender{"Trailmap", 618, "CoreLocation", "com.apple.locationd.Position", "Client"}, Default, 2, "{\"msg%d\":\"CLLocationManager\", \"event\":\"activity\", \"_cmd\":\"onClientEventLocation:\", \"self\":\"%p\", \"age\":%.3f}", ""},
}

// readNoise comes from the processes and libraries that bglog reads, but tells
// of system processes or of nothing.
var readNoise = []noise{
	{rbTTL, Default, 8, "[osservice<com.apple.mediaremoted>:71] Set darwin role to: %{public}s", "%{public}@ Set darwin role to: %{public}@"},
	{rbProcess, Default, 8, "[osservice<com.apple.mediaremoted>:71] Set jetsam priority to 40 [%#x] flag[1]", "%{public}@ Set jetsam priority to %d [%#llx] flag[%d]"},
	{rbMonitor, Default, 8, "Calculated state for osservice<com.apple.%{public}s>: running-active (role: NonUserInteractive) (endowments: (null)) ", "Calculated state for %{public}@: %{public}@ (role: %{public}@) (endowments: %@) "},
	{rbAssertion, Default, 8, "Acquiring assertion targeting [osservice<com.apple.mediaremoted>:71] from originator [osservice<com.apple.SpringBoard>:34] with description <RBSAssertionDescriptor| \"AudioHAL\" ID:33-34-%{open}u target:71 attributes:[\n\t<RBSDomainAttribute| domain:\"com.apple.audio\" name:\"AudioHAL\" sourceEnvironment:\"(null)\">,\n\t<RBSAcquisitionCompletionAttribute| policy:AfterApplication>\n\t]>", "Acquiring assertion targeting %{public}@ from originator %{public}@ with description %{public}@"},
	{rbAssertion, Default, 9, "Invalidating assertion 33-34-%{close}u (target:[osservice<com.apple.mediaremoted>:71]) from originator [osservice<com.apple.SpringBoard>:34]", "Invalidating assertion %{public}@ from originator %{public}@"},
	{rbProcess, Default, 3, "Hit the server for a process handle %x00000047 that resolved to: [osservice<com.apple.mediaremoted>:71]", "Hit the server for a process handle %llx that resolved to: %{public}@"},
	{watchers[1], Default, 6, "Received state update for 71 (osservice<com.apple.mediaremoted>, running-active-NotVisible", "Received state update for %d (%{public}@, %{public}@"},
	{fbScene, Default, 6, "[0x%x:(FBSceneManager):sceneID:com.apple.springboard-default] Sending scene settings update, %u changes, transition %llx", ""},
	{sender{"SpringBoard", 34, "SpringBoard", "com.apple.SpringBoard", "Idle"}, Default, 5, "[IdleTimer] <SBIdleTimerGlobalCoordinator: %p> reset for reason %u, expires in %.2f s, behaviour %{public}s", ""},
	{sender{"SpringBoard", 34, "UserNotificationsServer", "com.apple.UserNotificationsServer", "NotificationDelivery"}, Default, 4, "[%{public}s] Load %u delivered notifications, %u pending, badge %d, data store %llx", ""},
	{sender{"SpringBoard", 34, "SpringBoardHome", "com.apple.SpringBoard", "Icon"}, Default, 4, "Icon layout %p: %u pages, dock %u, reason %d, image cache hit %.2f, generation %llu", ""},
	{dasDefault, Default, 4, "Rescoring all %lu activities [com.apple.das.%{public}s]", "Rescoring all %lu activities [%@]"},
	{sender{"dasd", 120, "DuetActivitySchedulerDaemon", "com.apple.duetactivityscheduler", "scoring"}, Default, 10, "0:com.apple.%{public}s.maintenance:3B1C50:[\n\t{name: Battery Level Policy, policyWeight: 1.000, response: {Decision: Can Proceed, Score: %.2f, Rationale: [{batteryLevel == %d}]}}\n\t{name: Device Activity Policy, policyWeight: 5.000, response: {Decision: Must Not Proceed, Score: 0.00, Rationale: [{deviceActivity == 1}]}}\n ], Decision: Must Not Proceed}", "%{public}@:[\n%{public}s ], Decision: %{public}@}"},
	{sender{"dasd", 120, "DuetActivitySchedulerDaemon", "com.apple.duetactivityscheduler", "lifecycle(activityGroup)"}, Default, 4, "NO LONGER RUNNING 501:com.apple.%{public}s.fetch:9C41AA ...Tasks running in group [com.apple.dasd.default] are %d!", "NO LONGER RUNNING %{public}@ ...Tasks running in group [%@] are %ld!"},
	{dasLife, Default, 4, "COMPLETED <_DASActivity: 501:com.apple.%{public}s.cleanup:20DE77, Maintenance, %us, [06/09/26, 14:02:11 - 06/09/26, 20:02:11]>", "COMPLETED %{public}@"},
	{transfers, Default, 4, "NDSession <6D1F22B0-0C2B-4E16-9C8E-33B1A64D2B7E> has %lu outstanding tasks", "NDSession <%{public}@> has %lu outstanding tasks"},
	{sender{"nsurlsessiond", 108, "CFNetwork", "com.apple.CFNetwork", "Default"}, Default, 4, "Connection %u: received viability advisory(Y), %llu bytes in, %llu bytes out, interface %{public}s", ""},
	{sender{"nsurlsessiond", 108, "CFNetwork", "com.apple.CFNetwork", "Summary"}, Default, 4, "Connection %u: cleanup with error(true), transaction_duration_ms=%d, response_status=200, protocol=\"h2\", request_bytes=%u, response_bytes=%llu", ""},
	{sender{"Sonnet", 611, "CFNetwork", "com.apple.CFNetwork", "Default"}, Default, 9, "Task <%{task}s received response, status 200 content K", "%{public}@ received response, status %d content %c"},
	{sender{"Sonnet", 611, "CFNetwork", "com.apple.CFNetwork", "Default"}, Default, 7, "Task <%{task}s {strength 0, tls 4, ct 0, sub 0, sig 1, ciphers 0, bundle 0, builtin 0}", "%{public}@ {strength %d, tls %d, ct %d, sub %d, sig %d, ciphers %d, bundle %d, builtin %d}"},
	{sender{"Sonnet", 611, "UIKitCore", "com.apple.UIKit", "EventDispatch"}, Default, 6, "Evaluating dispatch of UIEvent: %p; type: 0; subtype: 0; backing type: 11; shouldSend: %d; ignoreInteractionEvents: %d, systemGestureStateChange: 0", ""},
	{sender{"Trailmap", 618, "UIKitCore", "com.apple.UIKit", "KeyWindow"}, Default, 3, "[UIWindow: %p] Target list changed: <CADisplay:LCD primary>, hosted %d, level %.1f", ""},
}
