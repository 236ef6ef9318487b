package logstyle

import "time"

// noise is what dasd says of the system's own activities, again and again: nothing
// of it is any app's.
func (b *bgTeller) noise() {
	d := b.d
	names := []string{"0:com.apple.daemon.scan:3B1C50", "501:com.apple.cloudd.sync:9C41AA", "bgRefresh-com.apple.news.update:20DE77", "com.apple.pushLaunch.com.apple.mobilecal:7C41A0"}
	name := names[b.pick(len(names))]
	switch b.pick(8) {
	case 0:
		b.accept(&bgRequest{bgWork: &bgWork{kind: "refresh", identifier: "com.apple.news.update"}, instance: "20DE77"})
	case 1:
		d.log(dasScore, Default, "%{public}@:[\n%{public}s ], Decision: %{public}@}", name, b.answer(bgPolicies[0]), "MNP")
		b.told(nil)
	case 2:
		d.log(dasScore, Default, "'%{public}@' CurrentScore: %lf, ThresholdScore: %lf DecisionToRun:%d", name, "0.795345", "0.701929", "0")
		b.told(nil)
	case 3:
		other := "0:com.apple.daemon.scan:3B1C50"
		if o := b.anyPending(); o != nil {
			other = o.name() // named only as the other one
		}
		d.log(dasScore, Default, "'%{public}@' has compatibility score of %lf with '%{public}@'. Relaxing scores.", name, "0.100000", other)
		b.told(nil)
	case 4:
		d.log(dasLife, Default, "STARTING %{public}@!", "activity "+name+" <private>")
		b.told(nil)
	case 5:
		d.log(dasLife, Default, "CANCELED: %{public}@ at priority %{public}@", name, "Maintenance")
		b.told(nil)
	case 6:
		d.log(dasLife, Default, "COMPLETED %{public}@", "<_DASActivity: "+name+", Maintenance, 60s, [2026-06-09 12:02:11 - 2026-06-09 18:02:11]>")
		b.told(nil)
	case 7:
		d.log(dasGroup, Default, "NO LONGER RUNNING %{public}@ ...Tasks running in group [%@] are %ld!", name, "com.apple.dasd.default", "0")
		b.told(nil)
	}
	if b.left > 0 {
		b.in(b.upTo(4*time.Minute), b.noise)
	}
}

// anyPending is a request that dasd has, and that the log has told of.
func (b *bgTeller) anyPending() *bgRequest {
	for _, r := range b.all {
		if r.pending && r.sees.named {
			return r
		}
	}
	return nil
}
