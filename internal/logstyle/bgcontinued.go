package logstyle

import (
	"fmt"
	"time"
)

var (
	dasTracker  = sender{"dasd", 120, "DuetActivitySchedulerDaemon", das, "ProgressTracker"}
	dasProgress = sender{"dasd", 120, "DuetActivitySchedulerDaemon", das, "ContinuedProgress"}
	dasMonitor  = sender{"dasd", 120, "DuetActivitySchedulerDaemon", "com.apple.DuetActivityScheduler", "ProgressReportingMonitor"}
	dasActivity = sender{"dasd", 120, "DuetActivitySchedulerDaemon", das, "ActivityProgress"}
)

// progressUUID names what is shown of continued processing.
const progressUUID = "C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70"

// continued is a run that the user watches: it completes, stalls or is stopped.
func (b *bgTeller) continued(r *bgRequest) {
	tracker := b.d.pointer()
	b.run(r, b.scheduler(r, dasProgress, Default, "[%@] Starting activity %@ %@, bundleIdentifier: %@", private(progressUUID), private("task"), private(r.name()), private(r.app.Bundle)))
	b.scheduler(r, dasMonitor, Default, "[%@] Beginning progress monitoring", private(r.name()))
	state := func(from, to int) {
		b.scheduler(r, dasTracker, Default, "[%p:%@] Performing transition: %@ -> %@", public(tracker), private(r.name()), private(fmt.Sprint(from)), private(fmt.Sprint(to)))
	}
	state(0, 1)
	wait := time.Second
	for n := range 2 + b.pick(5) {
		wait += b.upTo(9 * time.Second)
		b.in(wait, func() {
			b.scheduler(r, dasTasks, Info, "Updating progress %@ for task request %@", private(fmt.Sprintf("0.%d", n+1)), private(r.name()))
			if n < 2 {
				state(n+1, n+2)
			}
		})
	}
	switch b.pick(3) {
	case 0:
		b.in(wait+b.upTo(9*time.Second), func() {
			b.complete(r, true)
			state(3, 5)
			b.progressEnds(r, "completed", "1.0")
		})
	case 1:
		b.in(wait+b.upTo(20*time.Second), func() { b.stopped(r); state(3, 6) })
	default:
		b.in(wait+30*time.Second, func() { state(3, 4); b.stalled(r) })
	}
}

// progressEnds is what dasd says when the run is over.
func (b *bgTeller) progressEnds(r *bgRequest, how, fraction string) {
	b.scheduler(r, dasActivity, Default, "Finishing progress (%@) to %@ for %@", private(how), private(fraction), private(r.name()))
	b.scheduler(r, dasMonitor, Default, "[%@] Ending progress monitoring", private(r.name()))
	b.scheduler(r, dasProgress, Default, "[%@] Ending activity", private(progressUUID))
	b.finished(r)
}

// stopped: the user has pressed stop.
func (b *bgTeller) stopped(r *bgRequest) {
	if b.scheduler(r, dasProgress, Default, "Cancelling activities: %@", private(set(r.name()))) {
		r.sees.endedBy = "user"
	}
	b.warning(r)
	b.asked(r)
	b.in(b.upTo(2*time.Second), func() { b.complete(r, false); b.progressEnds(r, "incomplete", "0.4") })
}

// stalled: without progress the policy ends it.
func (b *bgTeller) stalled(r *bgRequest) {
	b.refuse(r, stalledPolicy)
	b.expiring(r, b.scheduler(r, dasLife, Default, "Suspending %{public}@ - required criterion is not satisfied.", public(r.name())), "policy")
	b.warning(r)
	b.asked(r)
	b.in(b.upTo(3*time.Second), func() { b.complete(r, false); b.progressEnds(r, "incomplete", "0.4") })
}
