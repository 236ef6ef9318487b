package logstyle

import (
	"fmt"
	"time"
)

// follow lets an accepted request wait, and then plans what becomes of it.
func (b *bgTeller) follow(r *bgRequest) {
	rounds := b.pick(5)
	if r.kind == "continued" {
		rounds = 0 // the user waits for it
	}
	at := time.Duration(0)
	for range rounds {
		at += b.upTo(12 * time.Minute)
		b.in(at, func() { b.round(r) })
	}
	at += b.upTo(3 * time.Minute)
	b.in(at, func() { b.course(r) })
}

// round is one scoring of a request that waits.
func (b *bgTeller) round(r *bgRequest) {
	if !r.pending {
		return
	}
	switch b.pick(6) {
	case 0, 1:
		b.refuse(r, bgPolicies[b.pick(len(bgPolicies))])
	case 2:
		n := b.pick(len(bgPolicies) - 1)
		b.refuse(r, bgPolicies[n], bgPolicies[n+1])
	case 3:
		b.allow(r)
		b.decide(r, false)
	case 4:
		b.allow(r)
		b.passOver(r)
	case 5:
		b.list(r)
	}
}

// list is the app asking for what is pending.
func (b *bgTeller) list(r *bgRequest) {
	if b.opt.Era < Era26 {
		return
	}
	b.quiet(r.app)
	b.framework(r, "Found pending activities: %{public}@", set(r.name()))
}

// again plans the next submission of the identifier.
func (b *bgTeller) again(w *bgWork) { b.in(b.upTo(9*time.Minute), func() { b.work(w) }) }

// course chooses what becomes of a request that has waited.
func (b *bgTeller) course(r *bgRequest) {
	if !r.pending {
		return // replaced meanwhile
	}
	if r.runs != nil && r.runs.running { // the one before
		b.in(time.Minute, func() { b.course(r) })
		return
	}
	switch b.pick(12) {
	case 0: // the app submits it again
		b.work(r.bgWork)
	case 1:
		b.cancelledByApp(r)
		b.again(r.bgWork)
	case 2:
		if b.opt.Era >= Era18 && r.kind != "continued" {
			b.denied(r)
		} else {
			b.scheduler(r, dasLife, Default, "Daemon Canceling Activities: %{public}@", public(set(r.name())))
			b.cancelled(r)
		}
		b.again(r.bgWork)
	case 3:
		if r.kind == "continued" || r.app.PID == 0 {
			b.launchAndRun(r)
			return
		}
		b.simulate(r)
	case 4: // nothing more happens to it before the end of the log
	default:
		b.launchAndRun(r)
	}
}

func (b *bgTeller) cancelledByApp(r *bgRequest) {
	told := false
	if b.opt.Era >= Era18 {
		if b.one(3) && b.alone(r) {
			told = b.framework(r, "cancelAllTaskRequests")
			told = told || b.opt.Side != SchedulerSide && !b.opt.Unsigned && r.sees.any // it names no request, and means all
		} else {
			told = b.framework(r, "cancelTaskRequestWithIdentifier: %{public}@", r.identifier)
		}
		b.scheduler(r, dasDefault, Default, "Canceling task request %{public}@ for %@", public(r.name()), private("<NSXPCConnection: "+b.d.pointer()+">"))
	} else {
		b.scheduler(r, dasLife, Default, "Daemon Canceling Activities: %{public}@", public(set(r.name())))
	}
	if told {
		r.sees.cancelled = true
	}
	b.cancelled(r)
}

// alone reports whether nothing else of the app waits.
func (b *bgTeller) alone(r *bgRequest) bool {
	for _, o := range b.all {
		if o != r && o.app == r.app && !o.launch() && (o.pending || o.sees.any && !o.sees.ran && !o.sees.over()) {
			return false
		}
	}
	return true
}

// denied: dasd may not launch the app, and drops the request.
func (b *bgTeller) denied(r *bgRequest) {
	b.allow(r)
	b.decide(r, true)
	why := []string{
		"Activity %{public}@ background launch not allowed for app %{public}@",
		"No permitted identifiers found for activity %{public}@ app %{public}@",
		"No relevant background execution modes found for activity %{public}@ app %{public}@",
		"Activity %{public}@: app %{public}@ is not installed",
		"Activity %{public}@: app %{public}@ has invalid state",
	}[b.pick(5)]
	b.scheduler(r, dasBAR, Error, why, public(r.name()), public(r.app.Bundle))
	b.scheduler(r, dasLife, Error, "Background launch not allowed for %@, cancelling", private(r.name()))
	b.cancelled(r)
}

// simulate: the developer launches the task from the debugger.
func (b *bgTeller) simulate(r *bgRequest) {
	s := &r.sees
	if b.framework(r, "Simulating launch for task with identifier %{public}@", r.identifier) {
		s.simulated = true
		b.run(r, true)
	}
	if b.opt.Era >= Era26 {
		b.framework(r, "cancelTaskRequestWithIdentifier: %{public}@", r.identifier)
		b.scheduler(r, dasDefault, Default, "Canceling task request %{public}@ for %@", public(r.name()), private("<NSXPCConnection: "+b.d.pointer()+">"))
	}
	b.cancelled(r)
	r.pending, r.running, r.pid, r.runs = false, true, r.app.PID, r
	if b.run(r, b.framework(r, "Starting simulated task: %{public}@", r.object())) {
		s.started = b.d.Now
	}
	expires := b.opt.Era >= Era26 && b.one(3)
	if expires {
		b.in(b.upTo(50*time.Second), func() {
			b.framework(r, "Simulating expiration for task with identifier %{public}@", r.identifier)
			if b.framework(r, "Expiring simulated task: %{public}@", r.object()) {
				b.expiring(r, true, "")
			}
		})
	}
	b.in(time.Minute, func() {
		if b.opt.Era >= Era26 {
			told := b.frameworkArgs(r, Default, "Marking simulated task complete: %@", private(r.object()))
			if told || b.opt.Side != SchedulerSide && !b.opt.Unsigned && b.onlySimulated(r) {
				first(&s.completed, b.d.Now)
			}
		}
		r.running = false
		b.again(r.bgWork)
	})
}

// onlySimulated reports whether no other task of the process is being simulated.
func (b *bgTeller) onlySimulated(r *bgRequest) bool {
	for _, o := range b.all {
		if o != r && o.app == r.app && o.sees.simulated && o.sees.live() {
			return false
		}
	}
	return true
}

// launchAndRun hands the request to the app.
func (b *bgTeller) launchAndRun(r *bgRequest) {
	if r.kind != "continued" {
		b.allow(r)
		b.decide(r, true)
	}
	b.awake(r.app)
	r.pending, r.running, r.begun, r.pid, r.runs = false, true, b.d.Now, r.app.PID, r
	b.launch(r)
	if r.kind == "continued" {
		b.begun(r)
		b.continued(r)
		return
	}
	b.d.Wait(b.upTo(300 * time.Millisecond))
	r.blocked = b.opt.Era >= Era18 && b.one(9)
	b.begun(r)
	b.in(b.upTo(time.Second), func() { b.runOn(r) })
}

// launch is what dasd says from its decision to the delivery.
func (b *bgTeller) launch(r *bgRequest) {
	if b.opt.Era >= Era18 && r.kind != "continued" {
		b.scheduler(r, dasGroup, Default, "With %@ ...Tasks pre-running in group [%@] are %ld!", private(r.name()), private("com.apple.dasd.default"), public("1"))
	}
	b.scheduler(r, dasLife, Default, "Activity: %@ requesting launch of application: %@", private(r.name()), private(r.app.Bundle))
	if b.opt.Era >= Era18 {
		b.scheduler(r, dasBAR, Default, "Launching with FBSOpenApplicationService for application %@", private(r.app.Bundle))
	}
	b.d.log(sbState, Default, "Received trusted open application request for \"%@\" from %@.", r.app.Bundle, "<FBProcess: "+b.d.pointer()+"; dasd (com.apple.dasd); pid: 120>")
	b.told(nil)
	b.d.log(sbState, Default, "Executing suspended-activation immediately: OpenApplication(%@)ForRequester(%@.%d)", r.app.Bundle, "dasd", "120")
	b.told(nil)
	b.scheduler(r, dasBAR, Default, "Process: %@, Error: %@", private("<FBSProcessHandle: "+b.d.pointer()+">"), public("(null)"))
	if b.opt.Era < Era18 || r.launch() {
		return
	}
	if r.kind == "continued" {
		b.scheduler(r, dasTasks, Default, "Acquiring unrestricted assertion for Continued Processing")
	}
	b.scheduler(r, dasBAR, Default, "Assertion %@ acquired for task %@", private("<RBSAssertion>"), private(r.name()))
	if b.one(2) {
		b.scheduler(r, dasBAR, Default, "Queueing activities %@ until app with pid %d launches", private(set(r.name())), public(fmt.Sprint(r.pid)))
		b.scheduler(r, dasBAR, Default, "Establishing connection from client %@ with pid %d", private("<client>"), public(fmt.Sprint(r.pid)))
		b.run(r, b.scheduler(r, dasBAR, Default, "Delivering pending activities %@ to client %@", private(set(r.name())), private("<client>")))
	}
	b.run(r, b.scheduler(r, dasTasks, Default, "Telling client %@ to handle activities: %@", private("<client>"), private(set(r.name()))))
	b.run(r, b.scheduler(r, dasDefault, Default, "Started activities: %{public}@", public(set("0:com.apple.daemon.scan:3B1C50", r.name()))))
}

// begun is the beginning of the run as the app tells it.
func (b *bgTeller) begun(r *bgRequest) {
	b.run(r, b.client(r, "Handling launch from daemon for activities: %@", private(set(r.name()))))
	b.run(r, b.framework(r, "Application launched for activities: %{public}@", set(r.name())))
	b.run(r, b.framework(r, "Calling handlers for activities: %{public}@", set(r.name())))
	b.run(r, b.framework(r, "Running task: %{public}@", r.object()))
	if !r.blocked {
		b.handler(r)
	}
}

// handler: the launch handler is called on its queue.
func (b *bgTeller) handler(r *bgRequest) {
	if b.run(r, b.framework(r, "Starting task: %{public}@", r.object())) {
		r.sees.started = b.d.Now
	}
}

// runOn: mostly the handler submits the next request first; then comes what ends
// the run.
func (b *bgTeller) runOn(r *bgRequest) {
	if r.blocked {
		b.late(r)
		return
	}
	if b.left > 0 && !b.one(3) {
		next := b.submit(r.bgWork)
		b.follow(next)
	}
	short := b.upTo(20 * time.Second)
	switch way := b.pick(9); {
	case way < 3 || b.opt.Era < Era18:
		b.in(short, func() {
			success := !b.one(4)
			b.complete(r, success)
			b.finished(r)
			if b.opt.Era >= Era18 && b.one(8) {
				b.in(b.upTo(6*time.Second), func() { b.twice(r, !success) })
			}
		})
	case way == 3 && b.opt.Era >= Era26:
		b.in(short, func() {
			if b.frameworkArgs(r, Error, "Task %{public}@ dealloc'd without completing. This is a programmer error.", public(r.object())) {
				r.sees.dropped = true
			}
			r.running = false
			b.next(r)
		})
	default:
		b.expires(r)
	}
}

// late: the handler's queue is blocked until the time of the launch runs out.
func (b *bgTeller) late(r *bgRequest) {
	b.in(29*time.Second, func() {
		b.byTime(r)()
		b.warning(r)
		b.asked(r)
		b.in(b.upTo(2*time.Second), func() {
			b.handler(r)
			b.complete(r, false)
			b.finished(r)
		})
	})
}

// twice: the app completes a task again that dasd has ended.
func (b *bgTeller) twice(r *bgRequest, success bool) {
	if r.app.PID != r.pid {
		return
	}
	was := r.sees.success
	b.complete(r, success)
	r.sees.success = was // the first call counts
	b.scheduler(r, dasDefault, Default, "Can't complete, %@ - not running, cancelling instead!", private(r.name()))
}

// complete is setTaskCompleted.
func (b *bgTeller) complete(r *bgRequest, success bool) {
	told := false
	if b.opt.Era >= Era26 {
		told = b.framework(r, "Marking task %{public}@ complete with success: %d", r.object(), map[bool]string{true: "1", false: "0"}[success])
		if told {
			r.sees.success = map[bool]string{true: "yes", false: "no"}[success]
		}
	} else {
		told = b.framework(r, "Marking task complete: %{public}@", r.object())
	}
	b.completed(r, told)
	if b.opt.Era < Era18 {
		b.completed(r, b.client(r, "Complete task request activity: %@", private(r.name())))
	}
}

func (b *bgTeller) completed(r *bgRequest, told bool) {
	if b.run(r, told) {
		first(&r.sees.completed, b.d.Now)
	}
}

// finished is dasd's end of the run.
func (b *bgTeller) finished(r *bgRequest) {
	r.running = false
	if b.opt.Era >= Era18 && !r.launch() {
		b.completed(r, b.scheduler(r, dasTasks, Default, "Completing for client %@ task request %@", private("<client>"), private(r.name())))
	}
	told := false
	switch {
	case b.opt.Era >= Era18:
		text := fmt.Sprintf("<_DASActivity: %s, %s, 60s, [%s - %s], Started at %s, PID: %d>", r.name(), b.priority(r), date0(b.d.Now.Add(-time.Hour)), date0(b.d.Now.Add(time.Hour)), date0(r.begun), r.pid)
		told = b.scheduler(r, dasLife, Default, "COMPLETED %{public}@", public(text))
		b.run(r, b.scheduler(r, dasGroup, Default, "NO LONGER RUNNING %{public}@ ...Tasks running in group [%@] are %ld!", public(r.name()), private("com.apple.dasd.default"), public("0")))
		b.run(r, b.scheduler(r, dasLife, Default, "Activity %{public}@ ran for %lf minutes", public(r.name()), public(fmt.Sprintf("%.6f", b.d.Now.Sub(r.begun).Minutes()))))
	case b.opt.Era >= Era13:
		told = b.scheduler(r, dasLife, Default, "COMPLETED %{public}@ at priority %{public}@ %@!", public(r.name()), public(b.priority(r)), public("<private>"))
	default:
		told = b.scheduler(r, dasLife, Default, "COMPLETED %{public}@ %@!", public(r.name()), public("<private>"))
	}
	if b.run(r, told) {
		r.sees.ended = true
	}
	b.next(r)
}

// next goes on with the identifier unless the handler has submitted already.
func (b *bgTeller) next(r *bgRequest) {
	if r.last == r && !r.launch() {
		b.again(r.bgWork)
	}
}
