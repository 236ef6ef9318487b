package logstyle

import "time"

// push is a silent push or a legacy fetch: dasd makes an activity of it.
func (b *bgTeller) push(w *bgWork) {
	if b.left <= 0 {
		return
	}
	if w.kind == "push" {
		b.d.log(sbPush, Default, "[%@] Passing content-available push to Duet", w.app.Bundle)
		b.told(nil)
	}
	r := b.coalesced(w)
	for n := range b.pick(3) {
		b.in(time.Duration(n)*2*time.Second, func() {
			if r.pending {
				b.refuse(r, bgPolicies[b.pick(len(bgPolicies))])
			}
		})
	}
	b.in(b.upTo(time.Minute), func() {
		if r.pending {
			b.handOver(r)
		}
	})
	b.in(time.Minute+b.upTo(14*time.Minute), func() { b.push(w) })
	if b.one(3) { // another one comes before the app is launched
		b.in(b.upTo(20*time.Second), func() {
			if r.pending && b.left > 0 {
				next := b.coalesced(w)
				b.in(b.upTo(40*time.Second), func() { b.handOver(next) })
			}
		})
	}
}

// coalesced submits the activity; one that waits is cancelled for it.
func (b *bgTeller) coalesced(w *bgWork) *bgRequest {
	old := w.last
	r := b.make(w)
	if w.kind == "push" {
		b.d.logArgs(sender{"SpringBoard", 34, "DuetActivityScheduler", das, "client"}, Default, "SUBMITTING: %@", private(r.name()))
		b.told(nil)
	}
	if old != nil && old.pending {
		b.cancelled(old)
	}
	b.accept(r)
	return r
}

// handOver launches the app for it.
func (b *bgTeller) handOver(r *bgRequest) {
	if !r.pending {
		return
	}
	b.allow(r)
	b.decide(r, true)
	b.awake(r.app)
	r.pending, r.running, r.pid, r.begun = false, true, r.app.PID, b.d.Now
	b.launch(r)
	if b.opt.Era >= Era18 {
		if told := b.scheduler(r, dasLife, Default, "STARTING %{public}@!", public(r.name())); b.run(r, told) {
			first(&r.sees.started, b.d.Now)
		}
	}
	switch {
	case b.opt.Era >= Era18 && b.one(6): // its completion handler is never called
	case b.opt.Era >= Era18 && b.one(6):
		b.in(26*time.Second, func() { b.lateAnswer(r) })
	default:
		b.in(b.upTo(15*time.Second), func() { b.answered(r) })
	}
}

// lateAnswer: dasd warns before the 30 s are over.
func (b *bgTeller) lateAnswer(r *bgRequest) {
	told := b.scheduler(r, dasBAR, Default, "Assertion %@ for app %@ about to expire, warning", private("<RBSAssertion>"), private(r.app.Bundle))
	if b.opt.Side != AppSide && !b.opt.Redacted && b.only(r) {
		told = true // it names the app alone
	}
	b.expiring(r, told, "time")
	b.in(b.upTo(3*time.Second), func() { b.answered(r) })
}

// answered: the completion handler was called.
func (b *bgTeller) answered(r *bgRequest) {
	if b.opt.Era >= Era18 {
		b.scheduler(r, dasDefault, Default, "endLaunchWithReason: Requesting end launch for Application %@ with Reason %@", private(r.app.Bundle), private("com.apple.das.launchreason.fetch"))
		if b.opt.Side != AppSide && !b.opt.Redacted && b.onlyLaunch(r) {
			b.completed(r, true)
		}
	}
	b.finished(r)
}

// onlyLaunch reports whether no other push or fetch runs in the app.
func (b *bgTeller) onlyLaunch(r *bgRequest) bool {
	for _, o := range b.all {
		if o != r && o.app == r.app && o.launch() && o.sees.live() {
			return false
		}
	}
	return r.sees.live()
}
