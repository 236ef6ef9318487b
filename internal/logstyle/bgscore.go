package logstyle

import (
	"fmt"
	"strings"
)

// das is the scheduler's subsystem.
const das = "com.apple.duetactivityscheduler"

var (
	dasScore = sender{"dasd", 120, "DuetActivitySchedulerDaemon", das, "scoring"}
	dasGroup = sender{"dasd", 120, "DuetActivitySchedulerDaemon", das, "lifecycle(activityGroup)"}
	dasTasks = sender{"dasd", 120, "DuetActivitySchedulerDaemon", das, "BackgroundTasks"}
	dasLimit = sender{"dasd", 120, "DuetActivitySchedulerDaemon", das, "runtimeLimiter"}
)

// bgPolicy is an answer of a policy. The plain rationale is what is left of it when
// numbers do not count.
type bgPolicy struct {
	name, weight, rationale, plain string
	absolute                       bool
}

var bgPolicies = []bgPolicy{
	{"Device Activity Policy", "5.000", "[{deviceActivity == 1}]", "deviceActivity == #", false},
	{"Battery Level Policy", "1.000", "[{launchType == PROCESSING AND batteryLevel == 1}]", "launchType == PROCESSING AND batteryLevel == #", false},
	{"Thundering Herd Policy", "1.000", "[{timeSinceThunderingHerdTriggerEvent < 300}]", "timeSinceThunderingHerdTriggerEvent < #", false},
	{"Energy Budget Policy", "1.000", "[{[energyBudget]: Required:1.00, Observed:0.00},]", "[energyBudget]: Required:#, Observed:#", false},
	{"Activity Group Policy", "0.500", `[{"com.example.notes.group".currentAvailableLimit == 0}]`, `"com.example.notes.group".currentAvailableLimit == #`, false},
	{"Network Quality Policy", "8.400", "[{[wifiQuality]: Required:50.00, Observed:0.00},{[networkPathAvailability]: Required:1.00, Observed:0.00}]", "[wifiQuality]: Required:#, Observed:#, [networkPathAvailability]: Required:#, Observed:#", false},
	{"Low Power Mode Policy", "1.000", "[{lowPowerModeEnforced == 1}]", "lowPowerModeEnforced == #", false},
	{"Thermal Policy", "5.000", "[{thermalLevel >= 2}]", "thermalLevel >= #", true},
	{"Application Policy", "5.000", "[{pushDisallowed == 1}]", "pushDisallowed == #", true},
	{"Power Nap Policy", "5.000", `[{(inADarkWake == 0 AND darkWakeEligible == 1) AND wakeState == "Sleep:<off> "}]`, `(inADarkWake == # AND darkWakeEligible == #) AND wakeState == "Sleep:<off> "`, false},
}

// stalledPolicy ends continued processing without progress.
var stalledPolicy = bgPolicy{"Activity Progress Policy", "1.000", "[{tracker.health == 2}]", "tracker.health == #", true}

// told as the era spells names.
func (b *bgTeller) policyName(name string) string {
	if b.opt.Era >= Era18 {
		return name
	}
	return strings.ReplaceAll(name, " ", "")
}

// answer prints one policy's part of a block.
func (b *bgTeller) answer(p bgPolicy) string {
	word, number := "Must Not Proceed", "33"
	if p.absolute {
		word, number = "Absolutely Must Not Proceed", "100"
	}
	switch {
	case b.opt.Era >= EraNext:
		return fmt.Sprintf("{name: %s, policyWeight: %s, response: {%s, 0.00, %s}}\n", p.name, p.weight, number, p.rationale)
	case b.opt.Era >= Era18:
		return fmt.Sprintf("\t{name: %s, policyWeight: %s, response: {%s, 0.00, %s}}\n", p.name, p.weight, number, p.rationale)
	}
	return fmt.Sprintf("\t{name: %s, policyWeight: %s, response: {Decision: %s, Score: 0.00, Rationale: %s}}\n", b.policyName(p.name), p.weight, word, p.rationale)
}

// soft is a policy that lowers the score and forbids nothing.
func (b *bgTeller) soft() string {
	switch {
	case b.opt.Era >= EraNext:
		return "{name: Charger Plugged In Policy, policyWeight: 10.000, response: {0, 0.50, [{}]}}\n"
	case b.opt.Era >= Era18:
		return "\t{name: Charger Plugged In Policy, policyWeight: 10.000, response: {0, 0.50, [{}]}}\n"
	}
	return "\t{name: ChargerPluggedInPolicy, policyWeight: 10.000, response: {Decision: Can Proceed, Score: 0.50, Rationale: }}\n"
}

// refuse is a scoring that forbids the run.
func (b *bgTeller) refuse(r *bgRequest, policies ...bgPolicy) {
	var text strings.Builder
	final := "Must Not Proceed"
	for _, p := range policies {
		text.WriteString(b.answer(p))
		if p.absolute {
			final = "Absolutely Must Not Proceed"
		}
	}
	if b.one(3) {
		text.WriteString(b.soft())
	}
	if b.opt.Era >= Era18 {
		final = map[string]string{"Must Not Proceed": "MNP", "Absolutely Must Not Proceed": "AMNP"}[final]
		b.d.log(dasScore, Default, "%{public}@:[\n%{public}s ], Decision: %{public}@}", r.name(), text.String(), final)
	} else {
		b.d.log(dasScore, Default, "%{public}@:[\n%{public}s ], FinalDecision: %{public}@}", r.name(), text.String(), final)
	}
	if !b.told(r) {
		return
	}
	r.sees.refused++
	if r.sees.reasons == nil {
		r.sees.reasons = map[string]int{}
	}
	for _, p := range policies {
		decision := "must-not-proceed"
		if p.absolute {
			decision = "absolutely-must-not-proceed"
		}
		r.sees.reasons[b.policyName(p.name)+"|"+decision+"|"+p.plain]++
	}
}

// allow is a scoring after which it may run.
func (b *bgTeller) allow(r *bgRequest) {
	switch {
	case b.opt.Era >= Era26 && !b.one(3):
		b.d.log(dasScore, Default, "%{public}@, Decision: %{public}@ Score: %f}", r.name(), "CP", "0.931212")
	case b.opt.Era >= Era18 && b.one(2):
		b.d.log(dasScore, Default, "%{public}@:[\n%{public}s ], sumScores:%lf denominator:%f Decision: %{public}@ Score: %f}", r.name(), b.soft(), "38.590115", "48.520000", "CP", "0.795345")
	case b.opt.Era >= Era18:
		b.d.log(dasScore, Default, "%{public}@:[\n%{public}s ], Decision: %{public}@ Score: %f}", r.name(), b.soft(), "CP", "0.795345")
	default:
		b.d.log(dasScore, Default, "%{public}@:[\n%{public}s ] sumScores:%lf, denominator:%lf, FinalDecision: %{public}@ FinalScore: %f}", r.name(), b.soft(), "24.860000", "29.610000", "Can Proceed", "0.839581")
	}
	b.told(r)
}

// decide is the line that follows an allowed scoring; 0 waits for a better time.
func (b *bgTeller) decide(r *bgRequest, run bool) {
	switch {
	case r.launch() && b.opt.Era >= Era18:
		b.d.log(dasScore, Default, "'%{public}@' DecisionToRun: %d (Bypasses Predictions)", r.name(), "1")
	case r.launch():
		b.d.log(dasScore, Default, "'%{public}@' DecisionToRun:%d (Bypasses Predictions)", r.name(), "1")
	case run:
		b.d.log(dasScore, Default, "'%{public}@' CurrentScore: %lf, ThresholdScore: %lf DecisionToRun:%d", r.name(), "0.795345", "0.701929", "1")
	default:
		b.d.log(dasScore, Default, "'%{public}@' CurrentScore: %lf, ThresholdScore: %lf DecisionToRun:%d", r.name(), "0.539321", "0.701929", "0")
	}
	switch told := b.told(r); {
	case told && run:
		r.sees.decided = true
	case told:
		r.sees.postponed++
	}
}

// passOver is one of the ways in which dasd leaves it out of a round.
func (b *bgTeller) passOver(r *bgRequest) {
	d := b.d
	ways := []func(){
		func() {
			d.logArgs(dasScore, Default, "'%{public}@' has compatibility score of %lf with %{public}@ (Started at %@). Bailing out.", public(r.name()), public("-1.000000"), public("0:com.apple.daemon.scan:3B1C50"), private("<Not yet started>"))
		},
		func() {
			d.logArgs(dasScore, Default, "Skipping processing for %@ since their group is full", private(r.name()))
		},
		func() {
			d.logArgs(dasScore, Default, "Skipping processing for %@ due to rate limiting", private(r.name()))
		},
		func() { d.log(dasDefault, Default, "Scheduling Paused: Skipping activity: %{public}@", r.name()) },
		func() {
			d.logArgs(dasLife, Error, "Skipping activity %@ because it was scored too low", private(r.name()))
		},
		func() {
			d.logArgs(dasLife, Error, "Skipping activity %@ because it's not timewise eligible", private(r.name()))
		},
		func() {
			d.logArgs(dasBAR, Default, "Advancing start date for %@ by %3.1lf minutes to %@", private(r.name()), public("7.5"), private(date0(d.Now)))
		},
	}
	if b.opt.Era < Era18 {
		ways = ways[:1]
	}
	ways[b.pick(len(ways))]()
	if b.told(r) {
		r.sees.postponed++
	}
}
