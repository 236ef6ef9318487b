package lifecycle

// Events of dasd about its decisions.
const (
	// ActivityScored is one scoring of an activity, with the policies that lower it.
	ActivityScored EventKind = "activity-scored"
)

// The blocks are read as structures by parseScoring; the rows only find them.
var scoringRows = []*Row{
	{
		ID: "score.block", From: fromDasd, Kind: ActivityScored, Lines: true, Cut: true, Seen: "11-17",
		Format: "%{public}@:[%{public}s FinalDecision: %{public}@", Fields: "activity policies decision",
		Example: "bgRefresh-com.example.notes.refresh:519B19:[\n\t{name: DeviceActivityPolicy, policyWeight: 5.000, response: {Decision: Must Not Proceed, Score: 0.00, Rationale: [{deviceActivity == 1}]}}\n ], FinalDecision: Must Not Proceed}",
	},
	{
		ID: "score.block_new", From: fromDasd, Kind: ActivityScored, Lines: true, Cut: true, Seen: "18.2-26.1",
		Format: "%{public}@:[%{public}s], Decision: %{public}@", Fields: "activity policies decision",
		Example: "bgRefresh-com.example.notes.refresh:519B19:[\n\t{name: Device Activity Policy, policyWeight: 5.000, response: {33, 0.00, [{deviceActivity == 1}]}}\n ], Decision: MNP}",
	},
	{
		ID: "score.block_sums", From: fromDasd, Kind: ActivityScored, Lines: true, Cut: true, Seen: "18.2",
		Format: "%{public}@:[%{public}s ], sumScores:%lf denominator:%f Decision: %{public}@", Fields: "activity policies _ _ decision",
		Example: "bgRefresh-com.example.notes.refresh:519B19:[\n\t{name: Charger Plugged In Policy, policyWeight: 10.000, response: {0, 0.50, [{}]}}\n ], sumScores:38.590115 denominator:48.520000 Decision: CP Score: 0.795345}",
	},
	{
		ID: "score.cp", From: fromDasd, Kind: ActivityScored, Seen: "26.1",
		Format: "%{public}@, Decision: %{public}@ Score: %f}", Fields: "activity decision score",
		Example: "bgRefresh-com.example.notes.refresh:519B19, Decision: CP Score: 0.931212}",
	},
}
