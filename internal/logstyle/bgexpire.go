package logstyle

import (
	"fmt"
	"time"
)

// expires ends a run that goes on for too long, or for which a condition no longer
// holds; the app answers in time, late, or not at all.
func (b *bgTeller) expires(r *bgRequest) {
	causes := []func(){b.byTime(r), b.byPolicy(r), b.byPolicy(r), b.bySysdiagnose(r)}
	cause := b.pick(len(causes))
	after := b.upTo(18 * time.Second)
	if cause == 0 {
		after = 29*time.Second + b.upTo(time.Second)
	}
	b.in(after, func() {
		causes[cause]()
		b.warned(r)
	})
}

// byTime: the assertion of the launch is about to expire.
func (b *bgTeller) byTime(r *bgRequest) func() {
	return func() {
		b.expiring(r, b.scheduler(r, dasTasks, Default, "Warning client %@ for activities about to expire: %@", private("<client>"), private(set(r.name()))), "time")
	}
}

// byPolicy: dasd suspends it and mostly says why.
func (b *bgTeller) byPolicy(r *bgRequest) func() {
	ways := []func(){
		func() {
			b.expiring(r, b.scheduler(r, dasLife, Default, "Suspending %{public}@ - required criterion is not satisfied.", public(r.name())), "policy")
		},
		func() {
			b.expiring(r, b.scheduler(r, dasLife, Default, "Suspending %{public}@ as it may block other high priority activities.", public(r.name())), "policy")
		},
		func() {
			b.expiring(r, b.scheduler(r, dasLimit, Default, "Suspending %{public}@ - running for too long", public(r.name())), "time")
		},
		func() {
			b.expiring(r, b.scheduler(r, dasLimit, Default, "Activity %{public}@ should suspend, running for %{public}@ mins > max (activity) limit %@", public(r.name()), public("31.5"), private("30")), "time")
		},
		func() {
			b.scheduler(r, dasLife, Default, "Attempting to suspend based on triggers: %{public}@", public("(\n    \"com.apple.duetactivityscheduler.deviceactivitypolicy.inusestatus\"\n)"))
			b.expiring(r, b.scheduler(r, dasLife, Default, "Suspending: %{public}@", public(set(r.name()))), "policy")
		},
	}
	return ways[b.pick(len(ways))]
}

func (b *bgTeller) bySysdiagnose(r *bgRequest) func() {
	return func() {
		b.scheduler(r, dasDefault, Default, "Sysdiagnose started, suspending running tasks if any")
		b.expiring(r, b.scheduler(r, dasLife, Default, "Suspending: %{public}@", public(set(r.name()))), "sysdiagnose")
	}
}

// warned is what the app makes of the warning.
func (b *bgTeller) warned(r *bgRequest) {
	b.warning(r)
	switch way := b.pick(6); {
	case way == 0:
		b.noHandler(r)
	case way < 4:
		b.asked(r)
		b.in(b.upTo(4*time.Second), func() { b.complete(r, false); b.finished(r) })
	default:
		b.asked(r)
		b.unanswered(r)
	}
}

// warning is the announcement in the app.
func (b *bgTeller) warning(r *bgRequest) {
	for _, told := range []func() bool{
		func() bool { return b.client(r, "Will expire BGTask activities: %@", private(set(r.name()))) },
		func() bool { return b.framework(r, "Will expire activities: %{public}@", set(r.name())) },
		func() bool {
			return b.framework(r, "Calling expiration handlers for activities: %{public}@", set(r.name()))
		},
		func() bool {
			return b.framework(r, "Calling expiration handlers for tasks: %{public}@", set(r.object()))
		},
	} {
		b.expiring(r, told(), "")
	}
}

func (b *bgTeller) asked(r *bgRequest) {
	if ok := b.framework(r, "Expiring task: %{public}@", r.object()); ok {
		b.expiring(r, true, "")
		first(&r.sees.asked, b.d.Now)
	}
}

// noHandler: the framework completes the task itself.
func (b *bgTeller) noHandler(r *bgRequest) {
	if b.frameworkArgs(r, Error, "Client didn't provide an expiration handler for task %{public}@, completing with NO success for them", public(r.object())) {
		b.expiring(r, true, "")
		r.sees.noHandler, r.sees.success = true, "no"
	}
	if b.one(2) {
		b.complete(r, false)
	}
	b.finished(r)
}

// unanswered: dasd waits 5 s and drops the assertion.
func (b *bgTeller) unanswered(r *bgRequest) {
	b.in(5*time.Second, func() {
		told := b.scheduler(r, dasBAR, Default, "BGTask activity %@ did not respond to suspension. Dropping assertion for app with pid: %ld", private(r.name()), public(fmt.Sprint(r.pid)))
		if told || b.opt.Side == BothSides && b.onlyWarned(r) {
			r.sees.noAnswer = true // the pid tells whose it was
		}
	})
	switch b.pick(3) {
	case 0:
		b.in(10*time.Second, func() { b.kill(r) })
	case 1:
		b.in(9*time.Second+b.upTo(8*time.Second), func() {
			b.complete(r, false)
			b.scheduler(r, dasDefault, Default, "Can't complete, %@ - not running, cancelling instead!", private(r.name()))
			r.running = false
			b.next(r)
		})
	default:
		b.in(10*time.Second, func() {
			b.scheduler(r, dasDefault, Default, "Activity %@ asked to suspend 10s ago but has not yet suspended. Generating crash report.", private(r.name()))
		})
		b.in(20*time.Second, func() {
			b.quiet(r.app)
			r.running = false
			b.next(r)
		})
	}
}

// kill: runningboardd ends the process for the assertion that it still held, unless
// other work runs in it.
func (b *bgTeller) kill(r *bgRequest) {
	r.running = false
	if r.app.PID == r.pid && b.idle(r.app) {
		from := len(b.d.Entries)
		why := fmt.Sprintf("Timed-out waiting for process %s to invalidate assertion with identifier %s and explanation 'com.apple.das.backgroundTasks'. Direct this report to owners of that process", r.app.process(), "33-120-6133")
		r.app.terminate(15, 0x2182BAD4, why, "CrashLog")
		r.app.gone(exit{15, 0x2182BAD4, 9, "specific, status:<RBSProcessExitStatus| domain:runningboard(15) code:0x2182bad4>"})
		for _, o := range b.all {
			o.sees.gone = o.sees.gone || b.opt.Side == BothSides && o.app == r.app && o.sees.live()
		}
		r.sees.killed = b.opt.Side == BothSides
		b.filter(from)
	}
	b.next(r)
}

// idle reports whether nothing runs in the app.
func (b *bgTeller) idle(a *App) bool {
	for _, o := range b.all {
		if o.app == a && o.running {
			return false
		}
	}
	return true
}
