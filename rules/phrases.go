package rules

// Pieces of templates that several rules share.
const (
	// aTask names a background task by its name, else by its number.
	aTask = `background task{{if .name}} {{code .name}}{{else if .id}} {{.id}}{{end}}`

	// times ends the title of a finding that stands for several cases.
	times = `{{if gt .count 1}} ({{.count}} times){{end}}`

	// inState says where a process was when it ended.
	inState = `{{if eq .state "suspended"}} while suspended{{else if .state}} in the {{.state}}{{end}}`

	// withCode says with which termination code a process ended.
	withCode = `{{if .code}} with code {{code .code}}{{end}}`

	// counted is a sentence for exits that are known only as a number.
	counted = `{{if .count_from}} {{.count_from}} counted {{.count}} such {{if eq .count 1}}exit{{else}}exits{{end}}` +
		` in its period; it tells neither the time nor the details.{{end}}` +
		`{{if .retold}} The words stand in a line of a later run of the app, so that the end must have been that of an earlier one.{{end}}`

	// openTasks is a sentence with the background tasks open at a kill.
	openTasks = `{{if .tasks}} Background tasks open at that time: ` +
		`{{range $i, $t := .tasks}}{{if $i}}, {{end}}{{code $t}}{{end}}.{{end}}`

	// cpuUse is a sentence with the arithmetic of a CPU limit.
	cpuUse = `{{if and .cpu_used_s .cpu_over_s}} It used {{dur .cpu_used_s}} of CPU time in {{dur .cpu_over_s}}` +
		`{{if and .cpu_limit .cpu_limit_s}}; the limit is {{.cpu_limit}} % over {{dur .cpu_limit_s}}{{end}}.{{end}}`
)
