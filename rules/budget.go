package rules

// BudgetExceeded is the rule of a team's own limits. Package report judges them, because
// they are about what is reported.
var BudgetExceeded = Rule{
	ID: "budget-exceeded", Severity: Error,

	Title: `budget {{code .budget}} {{.missed}} by {{.by}}: {{.measured_text}}, {{.bound}} {{.limit_text}} {{.allowed}}`,
	Detail: `The budget of {{.where}} is {{.bound}} {{.limit_text}}; the log shows {{.measured_text}}.` +
		`{{with .about}} Measured is {{.}}.{{end}}`,
	Fix: `Find out what changed since the budget was met; when the new figure is right, change the budget in {{.where}}.`,

	What: `A limit that the team wrote into its configuration, under max or min, is not kept.`,
	Why:  `Each case may be harmless, but the team wanted to know when there are more, or it takes longer, than agreed.`,
	HowToFix: `The lines shown are of the findings that make up the figure; their rules say what to change. ` +
		`A figure that is as good as it will be is a reason to change the budget, beside a note of why.`,
	SeenOn: "all",
}
