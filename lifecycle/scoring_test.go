package lifecycle

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseScoring(t *testing.T) {
	for _, c := range []struct {
		name, msg string
		want      scoringBlock
		ok        bool
	}{
		{
			name: "words, as on iOS 13",
			msg: "bgRefresh-com.example.notes.refresh:519B19:[\n\t{name: ThunderingHerdPolicy, policyWeight: 1.000, response: {Decision: Must Not Proceed, Score: 0.00, " +
				"Rationale: [{deviceInUse == 1 AND timeSinceThunderingHerdTriggerEvent < 900}]}}\n ], FinalDecision: Must Not Proceed}",
			want: scoringBlock{"bgRefresh-com.example.notes.refresh:519B19", MustNotProceed, []policyAnswer{
				{"ThunderingHerdPolicy", MustNotProceed, "deviceInUse == 1 AND timeSinceThunderingHerdTriggerEvent < 900"}}},
			ok: true,
		},
		{
			name: "numbers, as on iOS 18, several policies",
			msg: "bgProcessing-com.example.notes.clean:01A8A2:[\n\t{name: Device Activity Policy, policyWeight: 20.000, response: {33, 0.00, [{deviceActivity == 1}]}}\n" +
				"\t{name: Thermal Policy, policyWeight: 5.000, response: {100, 0.00, [{thermalLevel > 20}]}}\n ], Decision: AMNP}",
			want: scoringBlock{"bgProcessing-com.example.notes.clean:01A8A2", AbsolutelyNotProceed, []policyAnswer{
				{"Device Activity Policy", MustNotProceed, "deviceActivity == 1"}, {"Thermal Policy", AbsolutelyNotProceed, "thermalLevel > 20"}}},
			ok: true,
		},
		{
			name: "folded on one line, with sums and brackets in the rationale",
			msg: `0:com.example.syncd:3B1C50:[ {name: PowerNapPolicy, policyWeight: 5.000, response: {Decision: Must Not Proceed, Score: 0.00, Rationale: [{wakeState == "Sleep:<off> }"},]}} ` +
				`{name: NetworkQualityPolicy, policyWeight: 8.400, response: {Decision: Can Proceed, Score: 0.40, Rationale: [{[wifiQuality]: Required:50.00, Observed:0.00},{[wiredQuality]: Required:20.00, Observed:0.00},]}} ` +
				`] sumScores:24.860000, denominator:29.610000, FinalDecision: Can Proceed FinalScore: 0.839581}`,
			want: scoringBlock{"0:com.example.syncd:3B1C50", CanProceed, []policyAnswer{
				{"PowerNapPolicy", MustNotProceed, `wakeState == "Sleep:<off> }"`},
				{"NetworkQualityPolicy", CanProceed, "[wifiQuality]: Required:50.00, Observed:0.00, [wiredQuality]: Required:20.00, Observed:0.00"}}},
			ok: true,
		},
		{
			name: "no policies, as on iOS 26",
			msg:  "bgRefresh-com.example.notes.refresh:519B19, Decision: CP Score: 0.931212}",
			want: scoringBlock{"bgRefresh-com.example.notes.refresh:519B19", CanProceed, nil},
			ok:   true,
		},
		{
			name: "begins with a policy, no rationale",
			msg:  "{name: Call In Progress Policy, policyWeight: 2.000, response: {33, 0.00}}\n ], Decision: MNP}",
			want: scoringBlock{"", MustNotProceed, []policyAnswer{{"Call In Progress Policy", MustNotProceed, ""}}},
			ok:   true,
		},
		{
			name: "spread over lines by the one who posted it",
			msg: "dasd com.apple.pushLaunch.com.example.notes:4935F4:[\n  {\n    name: Thundering Herd Policy,\n    policyWeight: 1.000,\n    response: {\n      33, 0.00,\n" +
				"      [{\n        (deviceInUse == 1 AND timeSince < 900)\n        AND reason == \"a b\"\n      }]\n    }\n  }\n], Decision: MNP\n",
			want: scoringBlock{"dasd com.apple.pushLaunch.com.example.notes:4935F4", MustNotProceed, []policyAnswer{
				{"Thundering Herd Policy", MustNotProceed, `(deviceInUse == 1 AND timeSince < 900) AND reason == "a b"`}}},
			ok: true,
		},
		{
			name: "cut in a policy",
			msg:  "bgRefresh-com.example.notes.refresh:519B19:[\n\t{name: Low Power Mode Policy, policyWeight: 1.000, response: {33, 0.00, [{lowPowerModeEnforced == 1",
			want: scoringBlock{"bgRefresh-com.example.notes.refresh:519B19", "", []policyAnswer{{"Low Power Mode Policy", MustNotProceed, "lowPowerModeEnforced == 1"}}},
			ok:   true,
		},
		{
			name: "cut in the decision",
			msg:  "bgRefresh-com.example.notes.refresh:519B19:[\n ], FinalDecision: Must Not Pro",
			want: scoringBlock{activity: "bgRefresh-com.example.notes.refresh:519B19", decision: MustNotProceed},
			ok:   true,
		},
		{
			name: "cut where two decisions are left",
			msg:  "bgRefresh-com.example.notes.refresh:519B19:[\n ], FinalDecision: Absolutely Must",
			want: scoringBlock{activity: "bgRefresh-com.example.notes.refresh:519B19"},
		},
		{name: "another message", msg: "With <private> ...Tasks running in group [com.apple.dasd.default] are 2!"},
		{name: "unknown word", msg: "bgRefresh-com.example.notes:519B19:[\n ], Decision: PERHAPS}", want: scoringBlock{activity: "bgRefresh-com.example.notes:519B19"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := parseScoring(c.msg)
			if ok != c.ok {
				t.Fatalf("a scoring block: %v, want %v", ok, c.ok)
			}
			if d := cmp.Diff(c.want, got, cmp.AllowUnexported(scoringBlock{}, policyAnswer{})); ok && d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestWithoutNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"deviceActivity == 1": "deviceActivity == #", "timeSince < 900.5": "timeSince < #", "iOS18 thing": "iOS18 thing", "": "",
		"Required:50.00, Observed:0.00": "Required:#, Observed:#",
	} {
		if got := withoutNumbers(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzScoring(f *testing.F) {
	f.Add("bgRefresh-com.example.notes:519B19:[\n\t{name: Device Activity Policy, policyWeight: 5.000, response: {33, 0.00, [{deviceActivity == 1}]}}\n ], Decision: MNP}")
	f.Add(`a:[{name: P, policyWeight: 1, response: {Decision: Can Proceed, Score: 0.1, Rationale: [{x == "}"}]}}], FinalDecision: Can Proceed FinalScore: 0.8}`)
	f.Fuzz(func(t *testing.T, msg string) {
		b, ok := parseScoring(msg)
		if ok && b.decision == "" && len(b.policies) == 0 {
			t.Errorf("a block of nothing: %q", msg)
		}
		for _, p := range b.policies {
			if p.decision == "" {
				t.Errorf("a policy without a decision in %q", msg)
			}
		}
	})
}
