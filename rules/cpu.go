package rules

var cpuLimitExceeded = Rule{
	ID:       "cpu-limit-exceeded",
	Severity: Warning,

	Title: `CPU limit exceeded{{if and .cpu_limit .cpu_limit_s}} ({{.cpu_limit}} % over {{dur .cpu_limit_s}}){{end}}{{if not .unseen}}, app not killed{{end}}` + times,
	Detail: `The process used more CPU time than the system allows.` + cpuUse +
		`{{with .assertions}} runningboardd took {{.}} {{if eq . 1}}assertion{{else}}assertions{{end}} away from it, so it may be suspended at once although ` +
		`background time is left.{{end}}{{if .unseen}} The text does not say what was done about it; limits over so long a time are only watched.` +
		`{{else}} The log shows no kill for it.{{end}}`,
	Fix: `Find the heavy work in the CPU report, do it in small batches with pauses, and stop it when the app leaves the foreground.`,

	What: `The kernel, runningboardd or a CPU report says that the process went over a CPU limit, and nothing says that it was killed for it.`,
	Why: `It is the warning before the kill: in the background the same work can end the app. RunningBoard may also withdraw the assertions that keep the ` +
		`app awake, which looks like background time that ends early for no reason.`,
	HowToFix: `The system measures the average over a minute or more. Replace polling by waiting, index only what changed, ` +
		`put pauses between batches, and check for cancellation in between.`,
	Swift: `func reindex(_ ids: [Note.ID]) async throws {
    for start in stride(from: 0, to: ids.count, by: 50) {
        try Task.checkCancellation()  // cancelled when the app leaves the foreground
        index(ids[start..<min(start + 50, ids.count)])
        try await Task.sleep(for: .milliseconds(500))
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/xcode/exc_resource",
		"https://developer.apple.com/documentation/metrickit/mxcpuexceptiondiagnostic",
	},
	SeenOn: "iOS 10 to 26.1",
	Example: `default	03:19:02.114609+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Resuming task.
default	03:20:11.480913+0100	kernel	process Notes[412] thread 40112 caught burning CPU! It used more than 80% CPU (Actual recent usage: 91%) over 60 seconds.
default	03:20:11.502244+0100	runningboardd	412 violated CPU limit; removing 2 assertions`,
}
