package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file decides which app and which process a record speaks of. Exports
// tell different halves: runningboardd names bundle id and pid, the app's own
// records name the process and, in some exports, the pid; Console copies have
// no pid at all.

// seen notes that a process wrote a record.
func (e *Engine) seen(rec *parse.Record) {
	e.hearing.hear(rec.Time)
	e.begun = parse.Earliest(e.begun, rec.Time)
	if e.t.Device.Simulator == Unknown && (rec.Process == "launchd_sim" || strings.HasPrefix(rec.Process, "com.apple.CoreSimulator.SimDevice.") || strings.Contains(rec.Message, "/CoreSimulator/Devices/")) {
		e.simulator(evidence(rec))
	}
	switch {
	case !e.sortAll, !rec.Time.Known():
		e.sight(rec.PID, rec.Process, rec.Time)
	case e.collecting():
		e.sightings.add(rec)
	default:
		e.sightLater(rec)
	}
}

// own returns the process that wrote the record, for messages that an app's
// own process writes; with none known it is made.
func (e *Engine) own(rec *parse.Record) *process {
	p := e.writer(rec)
	// seen missed the records from before the process was known
	p.OwnFirst = parse.Earliest(p.OwnFirst, rec.Time)
	p.OwnLast = parse.Latest(p.OwnLast, rec.Time)
	return p
}

func (e *Engine) writer(rec *parse.Record) *process {
	if rec.PID > 0 {
		if p := e.byPID[rec.PID]; p != nil && !e.another(p, rec) {
			if p.App.Name == "" && rec.Process != "" {
				e.nameApp(p.App, rec.Process)
				e.simulatorPath(rec) // whose process it is the system's lines have told
			}
			return e.touch(p, rec.Time)
		}
		a := e.appNamed(rec)
		if p := e.current[a]; p != nil && p.PID == parse.NoPID && !p.gone {
			p.PID = rec.PID // until now only its bundle id was known
			e.byPID[rec.PID] = p
			return e.touch(p, rec.Time)
		}
		return e.touch(e.newProcess(a, rec.PID), rec.Time)
	}
	a := e.appNamed(rec)
	if p := e.current[a]; p != nil && !p.gone {
		return e.touch(p, rec.Time)
	}
	return e.touch(e.newProcess(a, parse.NoPID), rec.Time)
}

// another reports whether a record cannot come from p although it has its pid:
// the pid is used again.
func (e *Engine) another(p *process, rec *parse.Record) bool {
	if p.App.Name != "" && rec.Process != "" && p.App.Name != rec.Process {
		return true
	}
	d, ok := rec.Time.Since(p.closing)
	return p.gone && (!ok || d > reuseSeconds)
}

// reuseSeconds is how long after an exit records of the same pid are still
// about the dead process: exits are told by four daemons within a second, and
// iOS hands out pids in turn.
const reuseSeconds = 30

// appNamed finds or makes the app of a record by its process name.
func (e *Engine) appNamed(rec *parse.Record) *App {
	name := rec.Process
	if a := e.byName[name]; a != nil {
		e.judgePath(a, rec)
		return a
	}
	var a *App
	if name != "" {
		a = e.bundleLike(name)
	}
	if a == nil {
		a = &App{}
		e.t.Apps = append(e.t.Apps, a)
	}
	e.nameApp(a, name)
	e.judgePath(a, rec)
	return a
}

func (e *Engine) nameApp(a *App, name string) {
	a.Name = name
	e.byName[name] = a
	if a.BundleID == "" {
		a.System = systemProcesses[name] || strings.HasPrefix(name, "com.apple.")
	}
}

// simulator notes the first line that tells of a simulator.
func (e *Engine) simulator(by Evidence) {
	if e.t.Device.Simulator != Yes {
		e.t.Device.Simulator, e.t.Device.SimulatorBy = Yes, by
	}
}

// judgePath tells Apple's processes from others by where they are installed.
func (e *Engine) judgePath(a *App, rec *parse.Record) {
	path := rec.ProcessPath
	if e.simulatorPath(rec) {
		return // the path of a simulator's app begins like the host's own
	}
	if strings.HasPrefix(path, "/System/") || strings.HasPrefix(path, "/usr/") || strings.HasPrefix(path, "/Applications/") && !strings.Contains(path, "/Contents/") {
		a.System = true
	}
}

// simulatorPath takes note of a process that runs in a simulator.
func (e *Engine) simulatorPath(rec *parse.Record) bool {
	inside := strings.Contains(rec.ProcessPath, "/CoreSimulator/")
	if inside {
		e.simulator(evidence(rec))
	}
	return inside
}

// bundleLike finds the app without a process name whose bundle id ends in a
// component that reads like the process name: com.example.notes and "Notes".
func (e *Engine) bundleLike(name string) *App {
	want := squeeze(name)
	var found *App
	for _, a := range e.t.Apps {
		if a.Name != "" || a.BundleID == "" || a.Extension() {
			continue
		}
		_, last, _ := cutLast(a.BundleID, '.')
		if squeeze(last) == want {
			if found != nil {
				return nil // two apps could be meant
			}
			found = a
		}
	}
	return found
}

// squeeze makes names comparable: lower case letters and digits only.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 0x80:
			return r
		}
		return -1
	}, s)
}

// target returns the process that an identity names; nil for daemons, macOS
// apps and unknown identities.
func (e *Engine) target(id Identity, rec *parse.Record) *process {
	switch id.Kind {
	case IdentityApp, IdentityExtension:
	case IdentityName:
		return e.shortTarget(id.Name, id.PID, rec)
	default:
		return nil
	}
	if id.Bundle == "" || id.Mac {
		return nil
	}
	a := e.appOf(id)
	if id.PID > 0 {
		if p := e.byPID[id.PID]; p != nil {
			switch {
			case p.App == a && !e.stale(p, rec.Time):
				return e.touch(p, rec.Time)
			case p.App != a && p.App.BundleID == "" && !e.stale(p, rec.Time) && (a.Name == "" || a.Name == p.App.Name):
				// the app's own records came first, or what SpringBoard calls it
				e.join(a, p.App)
				return e.touch(p, rec.Time)
			}
		}
		p := e.current[a]
		if p != nil && p.PID == parse.NoPID && !p.gone {
			p.PID = id.PID
			e.byPID[id.PID] = p
			return e.touch(p, rec.Time)
		}
		return e.touch(e.newProcess(a, id.PID), rec.Time)
	}
	if p := e.current[a]; p != nil && !e.stale(p, rec.Time) {
		return e.touch(p, rec.Time)
	}
	return e.touch(e.newProcess(a, parse.NoPID), rec.Time)
}

// stale reports whether p ended so long before t that t speaks of another process.
func (e *Engine) stale(p *process, t Time) bool {
	d, ok := t.Since(p.closing)
	return p.gone && ok && d > reuseSeconds
}

// lastNamed returns the last process of the app with that name, also one whose end is known.
func (e *Engine) lastNamed(name string, rec *parse.Record) *process {
	if p := e.current[e.byName[name]]; p != nil {
		return p
	}
	return e.shortTarget(name, parse.NoPID, rec)
}

// shortTarget resolves "Notes:412".
func (e *Engine) shortTarget(name string, pid int, rec *parse.Record) *process {
	if p := e.byPID[pid]; pid > 0 && p != nil && !e.stale(p, rec.Time) && (p.App.Name == name || p.App.Name == "") {
		if p.App.Name == "" {
			e.nameApp(p.App, name)
		}
		return e.touch(p, rec.Time)
	}
	a := e.appNamed(&parse.Record{Process: name})
	if p := e.current[a]; p != nil && !p.gone && (p.PID == pid || p.PID == parse.NoPID) {
		if p.PID == parse.NoPID && pid > 0 {
			p.PID = pid
			e.byPID[pid] = p
		}
		return e.touch(p, rec.Time)
	}
	return e.touch(e.newProcess(a, pid), rec.Time)
}

// appOf finds or makes the app of a bundle id.
func (e *Engine) appOf(id Identity) *App {
	if a := e.byBundle[id.Bundle]; a != nil {
		if id.Host != "" {
			a.Host = id.Host
		}
		return a
	}
	_, last, _ := cutLast(id.Bundle, '.')
	if a := e.nameLike(last); a != nil && id.Kind == IdentityApp {
		e.setBundle(a, id.Bundle)
		return a
	}
	a := &App{Host: id.Host}
	e.setBundle(a, id.Bundle)
	e.t.Apps = append(e.t.Apps, a)
	return a
}

// bundle returns the current process of a bundle id, for messages that name
// only that.
func (e *Engine) bundle(bundle string, pid int, rec *parse.Record) *process {
	bundle = strings.Trim(bundle, "\" ")
	if bundle == "" || strings.ContainsAny(bundle, " <>()") {
		return nil
	}
	id := noIdentity
	id.Kind, id.Bundle, id.PID = IdentityApp, bundle, pid
	return e.target(id, rec)
}

func (e *Engine) setBundle(a *App, bundle string) {
	a.BundleID = bundle
	a.System = strings.HasPrefix(bundle, "com.apple.")
	e.byBundle[bundle] = a
}

// nameLike is bundleLike's counterpart: the app known only by its process name.
func (e *Engine) nameLike(component string) *App {
	want := squeeze(component)
	for _, a := range e.t.Apps {
		if a.BundleID == "" && a.Name != "" && squeeze(a.Name) == want {
			return a
		}
	}
	return nil
}

// join makes one app of two: a known by its bundle id, b by its process name.
func (e *Engine) join(a, b *App) {
	if a == b {
		return
	}
	if a.Name == "" {
		a.Name = b.Name
	}
	if a.BundleID == "" {
		e.setBundle(a, b.BundleID)
	}
	a.Work = a.Work || b.Work
	if b.Name != "" {
		e.byName[b.Name] = a
	} else if e.byName[""] == b { // the next line that names nobody is anybody's
		delete(e.byName, "")
	}
	if b.BundleID != "" {
		e.byBundle[b.BundleID] = a
	}
	pa, pb := e.current[a], e.current[b]
	for _, p := range b.Processes {
		p.App = a
	}
	a.Processes = append(a.Processes, b.Processes...)
	b.Processes = nil
	for i := range e.t.Clues {
		if e.t.Clues[i].App == b {
			e.t.Clues[i].App = a
		}
	}
	e.joinURL(a, b)
	for _, t := range e.t.BGTasks {
		if t.App == b {
			t.App = a
		}
	}
	for i, x := range e.t.Apps {
		if x == b {
			e.t.Apps = append(e.t.Apps[:i], e.t.Apps[i+1:]...)
			break
		}
	}
	delete(e.current, b)
	switch {
	case pa == nil || pa.gone:
		if pb != nil {
			e.current[a] = pb
		}
	case pb != nil && !pb.gone:
		e.merge(pa, pb)
	}
}

// merge makes one process of two halves: one told by the daemons, one by its
// own records. The second one goes.
func (e *Engine) merge(p, q *process) {
	if p.PID == parse.NoPID && q.PID > 0 {
		p.PID = q.PID
	}
	if p.PID > 0 {
		e.byPID[p.PID] = p
	}
	p.First = parse.Earliest(p.First, q.First)
	p.Last = parse.Latest(p.Last, q.Last)
	p.OwnFirst = parse.Earliest(p.OwnFirst, q.OwnFirst)
	p.OwnLast = parse.Latest(p.OwnLast, q.OwnLast)
	if !p.Silenced.Found() {
		p.Silenced = q.Silenced
	}
	if q.LastTaskLine.Found() {
		p.LastTaskLine, p.LastTaskKind = q.LastTaskLine, q.LastTaskKind
	}
	for _, t := range q.Tasks {
		t.Process = p.Process
	}
	for _, s := range q.Assertions {
		s.Process = p.Process
	}
	p.Tasks = append(p.Tasks, q.Tasks...)
	p.Assertions = append(p.Assertions, q.Assertions...)
	p.open = append(p.open, q.open...)
	p.recent = append(p.recent, q.recent...)
	p.added = append(p.added, q.added...)
	p.nextID = max(p.nextID, q.nextID)
	p.unmatched += q.unmatched
	if len(p.States) == 0 {
		p.States = q.States
	}
	if q.firing.Known() {
		p.firing = q.firing
	}
	if p.unended == nil {
		p.unended = q.unended
	}
	if p.shared == nil {
		p.shared = q.shared
	}
	if p.Exit == nil {
		p.Exit = q.Exit
	}
	e.mergeURL(p, q)
	for _, t := range e.t.BGTasks {
		if t.Process == q.Process {
			t.Process = p.Process
		}
	}
	a := p.App
	for i, x := range a.Processes {
		if x == q.Process {
			a.Processes = append(a.Processes[:i], a.Processes[i+1:]...)
			break
		}
	}
	for i, x := range e.all {
		if x == q {
			e.all = append(e.all[:i], e.all[i+1:]...)
			break
		}
	}
	for i := range e.t.Clues {
		if e.t.Clues[i].Process == q.Process {
			e.t.Clues[i].Process = p.Process
		}
	}
}

// newProcess begins a process of an app; an earlier one that is still open has
// ended unseen.
func (e *Engine) newProcess(a *App, pid int) *process {
	if pid <= 0 {
		pid = parse.NoPID
	}
	p := &process{Process: &Process{App: a, PID: pid, Launch: LaunchUnknown}}
	if pid > 0 {
		if old := e.byPID[pid]; old != nil && !old.gone {
			e.leave(old)
		}
		e.byPID[pid] = p
	}
	if old := e.current[a]; old != nil && !old.gone && pid > 0 && old.PID > 0 && old.PID != pid && !a.Extension() {
		e.leave(old)
	}
	e.current[a] = p
	a.Processes = append(a.Processes, p.Process)
	e.all = append(e.all, p)
	return p
}

// leave closes a process whose end the log does not show.
func (e *Engine) leave(p *process) {
	p.gone = true
	e.conclude(p)
}

// anonymous returns the process of excerpts that name none; a daemon's line is
// about somebody else.
func (e *Engine) anonymous(rec *parse.Record) *process {
	name := rec.Process
	if systemProcesses[name] || name == "launchd_sim" {
		name = ""
	}
	a := e.appNamed(&parse.Record{Process: name})
	if p := e.current[a]; p != nil {
		return e.touch(p, rec.Time)
	}
	return e.touch(e.newProcess(a, parse.NoPID), rec.Time)
}

func (e *Engine) touch(p *process, t Time) *process {
	p.First = parse.Earliest(p.First, t)
	p.Last = parse.Latest(p.Last, t)
	return p
}

// noted handles messages that only tell that a process exists.
func (e *Engine) noted(rec *parse.Record, ev *Event) {
	id := ev.Target
	if !id.Known() {
		id = assertionTarget(ev.Field("assertion"))
	}
	e.target(id, rec)
}

// harmless handles messages from which nothing follows.
func (e *Engine) harmless(*parse.Record, *Event) {}

// systemProcesses are Apple's processes that use UIKit and therefore write the
// same lines as apps do. Exports without bundle ids or paths tell them only by
// name.
var systemProcesses = func() map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields(`SpringBoard MobileSafari MobileMail MobileSMS MobileCal MobileNotes MobilePhone
		MobileTimer MobileSlideShow Preferences Music Maps News Podcasts AppStore Health Weather Stocks Reminders
		Calculator Camera Contacts FaceTime Files Fitness FindMy Home Shortcuts Tips TV Wallet Passbook Freeform Journal
		Spotlight SafariViewService MessagesViewService SharingViewService MailCompositionService StoreKitUIService
		PassbookUIService AuthKitUIService InCallService PineBoard CarPlay Carousel ShareSheet UserNotificationsUIService PosterBoard AccessibilityUIServer
		kernel launchd runningboardd dasd nsurlsessiond backboardd assertiond mediaserverd audiomxd locationd
		bluetoothd wifid symptomsd CommCenter watchdogd healthd gamepolicyd UserEventAgent powerd mobileassetd
		callservicesd apsd cloudd itunesstored appstored suggestd searchpartyd identityservicesd imagent
		FamilyControlsAgent CAReportingService ReportCrash ReportSystemMemory ReportMemoryException
		BackupAgent BackupAgent2 DataMigrator OTACrashCopier CloudKeychainProxy IMDPersistenceAgent IMTransferAgent
		BTServer BTLEServer WirelessRadioManagerd MobileStorageMounter`) {
		m[n] = true
	}
	return m
}()
