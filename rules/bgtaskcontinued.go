package rules

var bgtaskContinuedStalled = Rule{
	ID:       "bgtask-continued-stalled",
	Severity: Error,

	Title:  `continued processing{{with .subject}} {{code .}}{{end}} {{if eq .certainty "cut-off"}}must end{{else}}ended{{end}}: no progress{{with .silent_s}} for {{dur .}}{{end}}` + times,
	Detail: `{{if eq .certainty "cut-off"}}The scheduler forbids the task to go on{{else}}The system ended the task{{end}} because its progress stood still{{with .silent_s}}; the last progress that it saw was {{dur .}} before{{end}}.{{if .transfers}} Meanwhile {{.transfers}} background {{plural .transfers "transfer was" "transfers were"}} under way: nsurlsessiond runs them in another process, so they do not move the progress of the task.{{end}}`,
	Fix:    `{{if .transfers}}Transfer with an ordinary URLSession inside the task and count its bytes as progress, or leave the work to the background session alone. {{end}}Update the task's progress at least every 20 to 30 s.`,

	What:     `A continued processing task went into the state without progress, or dasd named its progress policy, and ended for it.`,
	Why:      `The work that the user has started stops, and the user sees it fail.`,
	HowToFix: `The system watches completedUnitCount of the task's progress: it must grow about every 30 s. Divide the work into small units, and count bytes for transfers.`,
	Swift: `func run(_ task: BGContinuedProcessingTask) {
    task.progress.totalUnitCount = total
    for try await piece in work {
        task.progress.completedUnitCount += piece.size  // at least every 20 to 30 s
    }
    task.setTaskCompleted(success: true)
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/performing-long-running-tasks-on-ios-and-ipados",
	},
	SeenOn: "iOS 26.1",
	Example: `default	14:00:02.000000+0100	dasd	[bgContinuedProcessing-com.example.notes.export:7C20A4] Beginning progress monitoring
info	14:00:20.000000+0100	dasd	Updating progress 0.4 for task request bgContinuedProcessing-com.example.notes.export:7C20A4
default	14:00:51.000000+0100	dasd	[0x10073a8b0:bgContinuedProcessing-com.example.notes.export:7C20A4] Performing transition: 3 -> 4
default	14:00:52.000000+0100	dasd	Suspending bgContinuedProcessing-com.example.notes.export:7C20A4 - required criterion is not satisfied.`,
}
