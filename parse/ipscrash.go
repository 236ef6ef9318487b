package parse

import "strings"

// readCrash reads the JSON body of a crash report (iOS 15 and later).
func (s *reportScan) readCrash(v loose, h *ipsHeader) {
	r := &Report{Kind: ReportCrash, PID: NoPID}
	var ev evidence
	var bt backtraces
	v.members(func(key string, m loose) bool {
		switch key {
		case "procName":
			r.Process = m.text()
			s.prove(&ev, details, m)
		case "pid":
			r.PID = pidOf(m)
		case "incident":
			r.Incident = incident(m.text())
		case "procPath":
			r.Extension = extensionPath(m.text())
			r.Simulator = r.Simulator || simulatorPath(m.text())
			r.System = systemPath(m.text())
		case "procRole":
			r.Role = m.text()
			s.prove(&ev, details, m)
		case "modelCode":
			r.Model = m.text()
		case "bundleInfo":
			readBundleInfo(m, r)
		case "osVersion":
			r.OS = trainAndBuild(m)
		case "captureTime":
			r.Time = s.time(m.text())
			s.prove(&ev, details, m)
		case "procLaunch":
			r.Launched = s.time(m.text())
		case "parentProc":
			r.Simulator = r.Simulator || m.text() == "launchd_sim"
		case "exception":
			readException(m, r)
			s.prove(&ev, proves, m)
		case "termination":
			readTermination(m, r)
			s.prove(&ev, proves, m)
		case "asi":
			m.members(func(_ string, lines loose) bool {
				for _, line := range lines.texts() {
					r.Specific = appendText(r.Specific, line)
				}
				return true
			})
			s.prove(&ev, proves, m)
		case "ktriageinfo":
			if strings.Contains(m.text(), protectedPage) {
				r.Protected = true
				s.prove(&ev, details, m)
			}
		case "exceptionReason":
			if text, ok := m.field("composed_message"); ok {
				r.Specific = appendText(r.Specific, text.text())
				s.prove(&ev, proves, text)
			}
		case "isNonFatal":
			if m.yes() {
				r.ExceptionNote = "NON-FATAL CONDITION"
				s.prove(&ev, proves, m)
			}
		case "isSimulated":
			if m.yes() {
				r.ExceptionNote = "SIMULATED"
				s.prove(&ev, proves, m)
			}
		case "faultingThread":
			if n, ok := m.integer(); ok {
				bt.faulting, bt.told = int(n), true
			}
		case "threads":
			bt.threads = m
		case "lastExceptionBacktrace":
			bt.last = m
		case "usedImages":
			bt.images = m
		}
		return true
	})
	bt.into(s, r, &ev)
	finishCrash(r)
	h.complete(s, r)
	ev.into(r)
	s.addCrash(r)
}

// addCrash keeps the report unless it says that nothing ended.
func (s *reportScan) addCrash(r *Report) {
	switch {
	case r.Kind != ReportCPU && !(r.HasCode && boardCodes[r.Code]) && // before iOS 10 kills were reported as simulated crashes
		(strings.HasPrefix(r.ExceptionNote, "NON-FATAL") || strings.HasPrefix(r.ExceptionNote, "SIMULATED")):
		s.nothing++
		s.note("line %d: %s, %s: no process ended", r.Line, strings.TrimSpace(r.Exception+" "+r.Subtype), strings.ToLower(r.ExceptionNote))
	default:
		s.add(r)
	}
}

func pidOf(m loose) int {
	if n, ok := m.integer(); ok && n >= 0 && n < 1<<31 {
		return int(n)
	}
	return NoPID
}

func readBundleInfo(m loose, r *Report) {
	var version, build string
	m.members(func(key string, m loose) bool {
		switch key {
		case "CFBundleIdentifier":
			r.BundleID = m.text()
		case "CFBundleShortVersionString":
			version = m.text()
		case "CFBundleVersion":
			build = m.text()
		}
		return true
	})
	r.Version = appVersion(version, build)
}

// trainAndBuild reads {"train":"iPhone OS 17.4.1","build":"21E236"}.
func trainAndBuild(m loose) string {
	train, _ := m.field("train")
	build, _ := m.field("build")
	return appVersion(train.text(), build.text())
}

func readException(m loose, r *Report) {
	var message string
	m.members(func(key string, m loose) bool {
		switch key {
		case "type":
			r.Exception = m.text()
		case "signal":
			r.Signal, _, _ = strings.Cut(m.text(), " ")
		case "subtype":
			r.Subtype = m.text()
		case "message":
			message = m.text()
		}
		return true
	})
	readCPUMessage(message, r)
}

// readTermination reads the termination of a JSON body: its code is a decimal
// number, its reasons are the lines of the context.
func readTermination(m loose, r *Report) {
	var lines [3][]string
	m.members(func(key string, m loose) bool {
		switch key {
		case "namespace":
			r.Namespace = m.text()
		case "code":
			if n, ok := m.integer(); ok && n >= 0 {
				r.Code, r.HasCode = uint64(n), true
			}
		case "indicator":
			lines[0] = m.texts()
		case "reasons":
			lines[1] = m.texts()
		case "details":
			lines[2] = m.texts()
		case "byProc":
			r.By = m.text()
		}
		return true
	})
	for _, part := range lines {
		for _, line := range part {
			r.Explanation = appendText(r.Explanation, line)
		}
	}
}

// finishCrash draws from the texts what no field says, and the kind from all.
func finishCrash(r *Report) {
	if r.Exception == "EXC_RESOURCE" && strings.HasPrefix(r.Subtype, "CPU") && r.CPU == nil {
		r.CPU = &CPUReport{}
	}
	if r.CPU != nil {
		r.Kind = ReportCPU
		r.CPU.Fatal = r.CPU.Fatal || strings.Contains(r.Subtype, "FATAL")
	}
	if c, ok := ParseTerminateContext(r.Explanation); ok {
		r.Context = &c
	}
	if c := r.Context; c != nil {
		if !r.HasCode && c.HasCode {
			r.Code, r.HasCode = c.Code, true
		}
		if r.Namespace == "" && c.Domain != 0 {
			r.Namespace = namespaceName(uint64(c.Domain))
		}
		bundle, pid, extension := processIdentity(c.Explanation)
		if r.BundleID == "" && bundle != "" {
			r.BundleID, r.Extension = bundle, r.Extension || extension
		}
		if r.PID == NoPID && (r.BundleID == bundle || r.BundleID == "") {
			r.PID = pid
		}
	}
	nameSubject(r)
}

// nameSubject takes from the texts of a report whom it is about when no field says so.
func nameSubject(r *Report) {
	if r.Process != "" || r.BundleID != "" {
		return
	}
	pid := NoPID
	switch {
	case strings.Contains(r.Specific, overrun):
		r.Process, r.BundleID, pid = overrunSubject(r.Specific)
	case r.Signal == "SIGABRT" && r.Namespace == "SIGNAL" && strings.Contains(r.Specific, "abort() called"):
		r.Process = r.By // abort sends the signal to its own process
	case r.HasCode && r.Code == watchdogCode:
		r.BundleID = watchedBundle(r.Specific)
		if i := strings.Index(r.Explanation, transgression); i >= 0 && r.BundleID == "" { // quoted without its context
			var extension bool
			r.BundleID, pid, extension = processIdentity(r.Explanation[i:])
			r.Extension = r.Extension || extension
		}
	case r.HasCode && r.Code == fileLockCode && strings.Contains(r.Specific, lockedFiles):
		r.Process, r.BundleID, pid = SubjectBefore(r.Specific, lockedFiles)
	}
	if r.PID == NoPID {
		r.PID = pid
	}
}

// toldCode is the code of the kills whose cause a report before iOS 10 says in its
// application-specific information alone (Apple, TN2151 and QA1693), for excerpts that have
// no more of the report than that.
func toldCode(r *Report) (code uint64, ok bool) {
	kill := (r.Exception == "" || r.Exception == "EXC_CRASH" || r.Exception == "00000020") && (r.Signal == "" || r.Signal == "SIGKILL")
	switch {
	case r.HasCode || r.Namespace != "" || r.Explanation != "" || r.Context != nil || len(r.LastException) > 0 || !kill:
		return 0, false
	case strings.Contains(r.Specific, lockedFiles):
		return fileLockCode, true
	case strings.Contains(r.Specific, " failed to ") && watchedBundle(r.Specific) != "":
		return watchdogCode, true
	}
	return 0, false
}

func extensionPath(path string) bool {
	return strings.Contains(path, ".appex/") || strings.Contains(path, "/PlugIns/")
}

func simulatorPath(path string) bool { return strings.Contains(path, "/CoreSimulator/") }

// systemPath reports a program of the system's own: the volume that holds them cannot be
// written to, so no app is there. Xcode's helpers on the Mac and in the image that it mounts on
// devices, below /Developer, are Apple's too, and what is below /usr there is no app.
func systemPath(path string) bool {
	for _, dir := range []string{"/Applications/Xcode.app/", "/Developer/", "/System/", "/usr/", "/sbin/", "/bin/"} {
		if strings.HasPrefix(path, dir) {
			return true
		}
	}
	return false
}
