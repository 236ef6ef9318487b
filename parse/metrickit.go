package parse

import "strings"

// metricKitKeys are the members of MetricKit payloads: those that prove one, and
// (false) those of which any two do.
var metricKitKeys = map[string]bool{
	"applicationExitMetrics": true, "backgroundExitData": true, "foregroundExitData": true,
	"crashDiagnostics": true, "diagnosticMetaData": true, "cpuExceptionDiagnostics": true,
	"diskWriteExceptionDiagnostics": true, "hangDiagnostics": true, "appLaunchDiagnostics": true,

	"timeStampBegin": false, "timeStampEnd": false, "metaData": false, "appVersion": false,
	"applicationTimeMetrics": false, "applicationLaunchMetrics": false, "applicationResponsivenessMetrics": false,
	"cellularConditionMetrics": false, "locationActivityMetrics": false, "networkTransferMetrics": false,
	"memoryMetrics": false, "cpuMetrics": false, "gpuMetrics": false, "diskIOMetrics": false, "displayMetrics": false,
	"animationMetrics": false, "signpostMetrics": false,
}

// otherDiagnostics are the diagnostics that are counted, not read: their figures
// are texts in the language of the device.
var otherDiagnostics = map[string]string{
	"hangDiagnostics":               "hang",
	"cpuExceptionDiagnostics":       "CPU exception",
	"diskWriteExceptionDiagnostics": "disk write exception",
	"appLaunchDiagnostics":          "slow launch",
}

// machExceptions and darwinSignals name the numbers in MetricKit's diagnostics
// (mach/exception_types.h, sys/signal.h).
var (
	machExceptions = map[int64]string{
		1: "EXC_BAD_ACCESS", 2: "EXC_BAD_INSTRUCTION", 3: "EXC_ARITHMETIC", 4: "EXC_EMULATION", 5: "EXC_SOFTWARE",
		6: "EXC_BREAKPOINT", 10: "EXC_CRASH", 11: "EXC_RESOURCE", 12: "EXC_GUARD", 13: "EXC_CORPSE_NOTIFY",
	}
	darwinSignals = map[int64]string{
		3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGEMT", 8: "SIGFPE", 9: "SIGKILL",
		10: "SIGBUS", 11: "SIGSEGV", 12: "SIGSYS", 13: "SIGPIPE", 15: "SIGTERM",
	}
)

// readMetricKit reads one payload or several: the exit counters of
// MXMetricPayload and the crashes of MXDiagnosticPayload.
func (s *reportScan) readMetricKit(v loose) {
	if v.first() == '[' {
		v.elements(func(_ int, e loose) bool {
			s.readMetricKit(e)
			return true
		})
		return
	}
	exits := &Report{Kind: ReportMetricKit, PID: NoPID}
	var ev evidence
	var crashes []loose
	var version, build string
	var counted loose // the member that holds the counters
	v.members(func(key string, m loose) bool {
		switch key {
		case "timeStampBegin":
			exits.Begin = s.time(m.text())
			s.prove(&ev, details, m)
		case "timeStampEnd":
			exits.Time = s.time(m.text())
			s.prove(&ev, details, m)
		case "appVersion":
			version = m.text()
		case "metaData":
			build = readMetaData(m, exits)
		case "applicationExitMetrics":
			counted = m
			m.members(func(key string, m loose) bool {
				s.readExits(key, m, exits, &ev)
				return true
			})
		case "backgroundExitData", "foregroundExitData": // pasted alone
			counted = m
			s.readExits(key, m, exits, &ev)
		case "crashDiagnostics":
			m.elements(func(_ int, crash loose) bool {
				crashes = append(crashes, crash)
				return len(crashes) < maxReports
			})
		case "diagnosticMetaData": // one diagnostic pasted alone
			crashes = append(crashes, v)
		default:
			if name, ok := otherDiagnostics[key]; ok {
				s.note("MetricKit's %s diagnostics are not read (%d)", name, m.count())
			}
		}
		return true
	})
	exits.Version = appVersion(version, build)
	if counted.first() == '{' {
		if len(ev.lines) == 0 {
			s.prove(&ev, proves, counted)
		}
		ev.into(exits)
		s.add(exits)
	}
	for _, crash := range crashes {
		s.readDiagnostic(crash, exits)
	}
	if counted.first() != '{' && len(crashes) == 0 {
		s.note("line %d: MetricKit payload without exit counters or crashes", s.lineAt(v.from))
	}
}

// count returns the number of an array's elements.
func (v loose) count() (n int) {
	v.elements(func(int, loose) bool {
		n++
		return true
	})
	return n
}

// readMetaData reads what the payload says of device and app, and returns the
// app's build.
func readMetaData(m loose, r *Report) (build string) {
	m.members(func(key string, m loose) bool {
		switch key {
		case "appBuildVersion":
			build = m.text()
		case "osVersion":
			r.OS = m.text()
		case "deviceType":
			r.Model = m.text()
		case "bundleIdentifier":
			r.BundleID = m.text()
		}
		return true
	})
	return build
}

// readExits reads the counters of one side. Counters of zero, which newer
// systems leave out, are left out.
func (s *reportScan) readExits(side string, m loose, r *Report, ev *evidence) {
	counts := map[string]int{}
	m.members(func(key string, m loose) bool {
		n, ok := m.integer()
		if ok && n > 0 && n < 1<<31 && strings.HasPrefix(key, "cumulative") && strings.HasSuffix(key, "ExitCount") && len(counts) < maxTexts {
			counts[key] = int(n)
			if key != "cumulativeNormalAppExitCount" {
				s.prove(ev, proves, m)
			} else {
				s.prove(ev, details, m)
			}
		}
		return true
	})
	switch side {
	case "foregroundExitData":
		r.ForegroundExits = counts
	case "backgroundExitData":
		r.BackgroundExits = counts
	}
}

// readDiagnostic reads one crash of a payload; payload tells its period, device
// and app.
func (s *reportScan) readDiagnostic(v loose, payload *Report) {
	r := &Report{
		Kind: ReportCrash, PID: NoPID, Begin: payload.Begin, Time: payload.Time,
		BundleID: payload.BundleID, OS: payload.OS, Model: payload.Model,
	}
	var ev evidence
	meta, _ := v.field("diagnosticMetaData")
	build := readMetaData(meta, r)
	var version string
	meta.members(func(key string, m loose) bool {
		switch key {
		case "appVersion":
			version = m.text()
		case "pid":
			r.PID = pidOf(m)
			s.prove(&ev, details, m)
		case "exceptionType":
			n, _ := m.integer()
			r.Exception = machExceptions[n]
			s.prove(&ev, proves, m)
		case "signal":
			n, _ := m.integer()
			r.Signal = darwinSignals[n]
			s.prove(&ev, proves, m)
		case "terminationReason":
			ns, code, after, ok := parseTermination(m.text())
			r.Namespace, r.Code, r.HasCode, r.Explanation = ns, code, ok, after
			if !ok {
				r.Explanation = appendText("", m.text())
			}
			s.prove(&ev, proves, m)
		case "objectiveCexceptionReason":
			if text, ok := m.field("composedMessage"); ok {
				r.Specific = appendText("", text.text())
				s.prove(&ev, proves, text)
			}
		}
		return true
	})
	r.Version = appVersion(version, build)
	finishCrash(r)
	if r.Exception == "" && r.Signal == "" && !r.HasCode && r.Explanation == "" {
		return // a diagnostic of another kind, or cut off
	}
	ev.into(r)
	s.add(r)
}
