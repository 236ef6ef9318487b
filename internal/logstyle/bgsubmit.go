package logstyle

import (
	"fmt"
	"time"
)

// work submits the next request of the identifier and plans its course.
func (b *bgTeller) work(w *bgWork) {
	if b.left <= 0 || w.last != nil && (w.last.pending && !b.one(2) || w.last.running) {
		return
	}
	if b.one(9) && b.refused(w) {
		b.in(b.upTo(8*time.Minute), func() { b.work(w) })
		return
	}
	b.follow(b.submit(w))
}

// submit hands a request in; what waits under the identifier is removed first.
func (b *bgTeller) submit(w *bgWork) *bgRequest {
	old := w.last
	r := b.make(w)
	b.call(r)
	b.client(r, "Submitting task request activity: %@", private(r.name()))
	if b.one(3) {
		format := "Connecting to daemon; reconnect: %d"
		if b.opt.Era < Era18 {
			format = "Establish daemon connection; interrupted: %d"
		}
		b.client(r, format, public("0"))
	}
	if old != nil && old.pending {
		b.remove(old)
	}
	b.accept(r)
	return r
}

// call is the app's call of submit().
func (b *bgTeller) call(r *bgRequest) {
	if r.kind != "continued" && !b.one(3) {
		r.earliest = b.d.Now.Add(b.upTo(15 * time.Minute)).Truncate(time.Second)
	}
	if b.framework(r, "submitTaskRequest: %{public}@", r.request()) {
		b.submission(r)
		r.sees.earliest = r.earliest
	}
}

// framework is a line of BackgroundTasks in the app.
func (b *bgTeller) framework(r *bgRequest, format string, args ...string) bool {
	return b.frameworkArgs(r, Default, format, Pub(args...)...)
}

func (b *bgTeller) frameworkArgs(r *bgRequest, level, format string, args ...Arg) bool {
	b.awake(r.app)
	r.app.own("BackgroundTasks", "com.apple.BackgroundTasks", "Framework", level, format, args...)
	return b.told(r)
}

// client is a line of dasd's client in the app.
func (b *bgTeller) client(r *bgRequest, format string, args ...Arg) bool {
	b.awake(r.app)
	r.app.own("DuetActivityScheduler", das, "client", Default, format, args...)
	return b.told(r)
}

// scheduler is a line of dasd.
func (b *bgTeller) scheduler(r *bgRequest, s sender, level, format string, args ...Arg) bool {
	b.d.logArgs(s, level, format, args...)
	return b.told(r)
}

// priority is printed as words since some version after 15.
func (b *bgTeller) priority(r *bgRequest) string {
	switch {
	case b.opt.Era >= Era18:
		return "Utility"
	case r.launch():
		return "5"
	}
	return "10"
}

// accept: dasd takes the request.
func (b *bgTeller) accept(r *bgRequest) {
	r.pending = true
	from, to := r.earliest, b.d.Now.Add(24*time.Hour)
	if from.IsZero() {
		from = b.d.Now.Truncate(time.Second)
	}
	told, window := false, false
	switch {
	case b.opt.Era >= EraNext:
		told = b.scheduler(r, dasDefault, Default, "SUBMITTED %{public}@", public(fmt.Sprintf("<_DASActivity: %q, Utility, 60s, [%s - %s]>", r.name(), date0(from), date0(to))))
	case b.opt.Era >= Era18:
		told = b.scheduler(r, dasDefault, Default, "Submitted: %{public}@ at priority %{public}@ (%{public}@ - %{public}@)", public(r.name()), public(b.priority(r)), public(date0(from)), public(date0(to)))
		window = true
	case b.opt.Era >= Era13:
		told = b.scheduler(r, dasDefault, Default, "Submitted Activity: %{public}@ at priority %{public}@ %@", public(r.name()), public(b.priority(r)), public("<private>"))
	default:
		told = b.scheduler(r, dasDefault, Default, "Submitted Activity: %{public}@ %@", public(r.name()), public("<private>"))
	}
	if !told {
		return
	}
	b.submission(r)
	if window {
		r.sees.earliest = from
	}
}

// remove takes the pending request away for another submission.
func (b *bgTeller) remove(r *bgRequest) {
	if b.opt.Era >= Era18 {
		b.scheduler(r, dasTasks, Default, "Removing pending tasks: %@", private(set(r.name())))
	}
	b.scheduler(r, dasLife, Default, "Daemon Canceling Activities: %{public}@", public(set(r.name())))
	b.cancelled(r)
}

// cancelled is dasd's word that the request is gone.
func (b *bgTeller) cancelled(r *bgRequest) {
	r.pending = false
	told := false
	switch {
	case b.opt.Era >= Era18:
		told = b.scheduler(r, dasLife, Default, "CANCELED: %{public}@ at priority %{public}@", public(r.name()), public(b.priority(r)))
	case b.opt.Era >= Era13:
		told = b.scheduler(r, dasLife, Default, "CANCELED: %{public}@ at priority %{public}@ %@!", public(r.name()), public(b.priority(r)), public("<private>"))
	default:
		told = b.scheduler(r, dasLife, Default, "CANCELED: %{public}@ %@!", public(r.name()), public("<private>"))
	}
	switch {
	case !told:
	case r.sees.simulated: // the debugger's command takes what waits
	case r.sees.ran:
		r.sees.ended = true
	default:
		r.sees.cancelled, r.sees.cancelledAt = true, b.d.Now
	}
}

// refused is a submission that fails; false when the era has no line of it.
func (b *bgTeller) refused(w *bgWork) bool {
	if w.last != nil && w.last.pending {
		return false // it would have been removed first
	}
	r := b.make(w)
	b.call(r)
	rejected := false
	switch way := b.pick(3); {
	case way == 0 && b.opt.Era >= Era26:
		rejected = b.frameworkArgs(r, Error, "%{public}@ is not advertised in the application's Info.plist", public(r.identifier))
	case way == 1 && b.opt.Era >= Era26:
		b.client(r, "Submitting task request activity: %@", private(r.name()))
		const why = `Error Domain=DASActivitySchedulerErrorDomain Code=7 "(null)"`
		rejected = b.scheduler(r, sender{"dasd", 120, "DuetActivitySchedulerDaemon", das, "featureDurationTracker"}, Default, "Rejecting submission of %@ with error: %@!", private(r.name()), private(why))
		rejected = b.framework(r, "Error submitting task request: %{public}@, error: %{public}@", r.request(), why) || rejected
	default:
		b.client(r, "Submitting task request activity: %@", private(r.name()))
		r.app.Print(fmt.Sprintf("Could not schedule app refresh: Error Domain=BGTaskSchedulerErrorDomain Code=%d \"(null)\"", 1+b.pick(3)))
		rejected = b.told(nil)
	}
	if rejected {
		r.sees.rejected = true
	}
	return true
}
