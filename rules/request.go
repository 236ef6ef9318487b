package rules

var requestCutBySuspension = Rule{
	ID:       "request-cut-by-suspension",
	Severity: Warning,

	Title: `request in flight when the app was suspended{{if .code}} failed with {{.code}}{{else}} was lost{{end}}` + times,
	Detail: `A request of the app's own process was in flight when the system suspended the app: nothing is sent or received then, and the connection rarely survives. ` +
		`{{if .code}}When the app ran again{{with .suspended_s}}, {{dur .}} later{{end}}, the request failed with {{.code}}` +
		`{{if eq .certainty "likely"}}; that the suspension is the cause is inferred from the moment{{end}}.` +
		`{{else if .codes}}The requests ended with {{range $i, $c := .codes}}{{if $i}}, {{end}}{{$c}}{{end}}.` +
		`{{else}}The process ended before it ran again, and the request with it.{{end}}` +
		`{{if .reason}} The system had woken the app in the background for ` +
		`{{if eq .reason "silent-push"}}a silent push{{else if eq .reason "healthkit"}}a HealthKit update{{else if eq .reason "location"}}a location update` +
		`{{else if eq .reason "urlsession"}}the events of a background session{{else if eq .reason "bluetooth"}}a Bluetooth event` +
		`{{else if eq .reason "background-fetch"}}a background fetch{{else if eq .reason "bgtask"}}a BGTask{{else}}{{.reason}}{{end}}: ` +
		`it is suspended again as soon as it calls the completion handler of that.{{end}}`,
	Fix: `Hold a background task around the request, or use a background session for what may take longer.`,

	What: `A task of a default session was in flight when the system suspended the app, and failed with -1005, -1001 or -999 when it ran again, or the process ended while suspended. ` +
		`A failure within 2 s of the resume is certain; -999, which the app may have caused itself, a timeout that was due anyway, a later -1005 and a process that ended are likely. ` +
		`A request that goes on after the resume is no finding: its connection may have survived.`,
	Why:      `It is the commonest mistake in callbacks that wake an app, such as a silent push, a HealthKit observer or a location update: the callback returns, its completion handler is called, and the request that it started is cut.`,
	HowToFix: `Call the completion handler only after the request has finished, and begin a background task before it starts. What may take longer than a few seconds belongs into a background session.`,
	Swift: `func didReceiveUpdate() async {
    let id = UIApplication.shared.beginBackgroundTask(withName: "FetchUpdate")
    defer { UIApplication.shared.endBackgroundTask(id) }
    let answer = try? await URLSession.shared.data(from: updateURL)
    store.apply(answer?.0)
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/extending-your-app-s-background-execution-time",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 12 to 26",
	Example: `default	10:00:01.000000+0100	Notes	Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F01>.<1> resuming, timeouts(60.0, 604800.0) qos(0x21) voucher((null)) activity(00000000-0000-0000-0000-000000000000)
default	10:00:01.100000+0100	Notes	Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F01>.<1> now using Connection 3
default	10:00:07.000000+0100	runningboardd	[app<com.example.notes>:412] Suspending task.
default	10:09:00.000000+0100	runningboardd	[app<com.example.notes>:412] Resuming task.
default	10:09:00.500000+0100	Notes	Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F01>.<1> finished with error [-1005] Error Domain=NSURLErrorDomain Code=-1005 "The network connection was lost."`,
}
