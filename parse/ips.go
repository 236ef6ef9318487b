package parse

import (
	"bytes"
	"strconv"
	"strings"
)

// docKind tells the JSON documents apart that reports consist of.
type docKind uint8

const (
	docNone docKind = iota
	docHeader
	docCrash
	docStackshot
	docJetsam
	docMetricKit
)

// docs says which format a document proves, and how.
var docs = [...]struct{ format, about string }{
	docHeader:    {"ips", "header line of an .ips file"},
	docCrash:     {"ips", "JSON body of a crash report"},
	docStackshot: {"ips", "JSON body of a stackshot"},
	docJetsam:    {"jetsam", "JSON body of a JetsamEvent"},
	docMetricKit: {"metrickit", "MetricKit payload"},
}

// The bug types that tell of a process's end. iOS writes crashes as text up to
// 14 (109) and as JSON since 15 (309).
const (
	bugCrashText = 109
	bugCrash     = 309
	bugJetsam    = 298
	bugStackshot = 288
	bugCPU       = 202
	// cpu_resource_fatal: posted reports of iOS 13 and 14, timfraedrich/OutRun#23 and
	// firebase/firebase-ios-sdk#8239
	bugCPUFatal = 206
)

// otherBugs names the reports that tell nothing about an app's end, by the
// bug_type that devices write.
var otherBugs = map[int]string{
	115: "reset counter",
	142: "wakeups limit",
	145: "disk writes limit",
	151: "forced reset",
	210: "kernel panic",
	211: "analytics",
	226: "networking analytics",
	308: "simulated crash (ExcUserFault)",
	313: "Siri feedback",
	385: "simulated crash (ExcUserFault)",
}

// crashKeys are the members of a crash report's body, of which two or more
// prove one; excerptKeys are those that people paste alone.
var (
	crashKeys = map[string]bool{
		"procName": true, "procPath": true, "procLaunch": true, "captureTime": true, "procRole": true,
		"faultingThread": true, "usedImages": true, "lastExceptionBacktrace": true, "coalitionName": true,
	}
	excerptKeys = map[string]bool{
		"bug_type": true, "procName": true, "procRole": true, "captureTime": true, "procLaunch": true, "modelCode": true,
		"exception": true, "termination": true, "asi": true, "lastExceptionBacktrace": true, "faultingThread": true,
		"reason": true, "rpages": true, "largestProcess": true, "memoryStatus": true, "processes": true, "uuid": true, "states": true,
		"applicationExitMetrics": true, "backgroundExitData": true, "foregroundExitData": true,
		"crashDiagnostics": true, "diagnosticMetaData": true, "metaData": true, "timeStampBegin": true, "timeStampEnd": true,
	}
	logKeys = map[string]bool{
		"eventMessage": true, "event_type": true, "eventType": true, "log_type": true, "msg": true, "timestamp_desc": true,
	}
)

// classify tells from the outermost members of a document what it is. Members
// that are ordinary words count only with a value of the right shape.
func classify(v loose) docKind {
	if v.first() == '[' { // several MetricKit payloads
		kind := docNone
		v.elements(func(_ int, e loose) bool {
			kind = classify(e)
			return false
		})
		if kind != docMetricKit {
			return docNone
		}
		return kind
	}
	var kind docKind
	var header, reason, code, isLog bool
	body, metrics := 0, 0
	v.members(func(key string, m loose) bool {
		switch {
		case logKeys[key]:
			isLog = true
			return false
		case key == "bug_type":
			header = true
		case key == "termination":
			_, ns := m.field("namespace")
			_, hasCode := m.field("code")
			if m.first() == '{' && (ns || hasCode) {
				kind = max(kind, docCrash)
			}
		case key == "exception" && m.first() == '{':
			if t, _ := m.field("type"); strings.HasPrefix(t.text(), "EXC_") {
				kind = max(kind, docCrash)
			}
		case key == "exception":
			code = strings.HasPrefix(m.text(), "0x")
		case key == "reason":
			reason = m.first() == '"'
		case key == "processByPid":
			kind = max(kind, docStackshot)
		case key == "rpages", key == "largestProcess", key == "memoryStatus" && m.first() == '{':
			kind = max(kind, docJetsam)
		case metricKitKeys[key]:
			kind = max(kind, docMetricKit)
		case mayBeMetricKit(key):
			metrics++
		case crashKeys[key]:
			body++
		}
		return true
	})
	switch {
	case isLog:
		return docNone
	case kind != docNone:
		return kind
	case reason && code:
		return docStackshot
	case body >= 2:
		return docCrash
	case metrics >= 2:
		return docMetricKit
	case header:
		return docHeader
	}
	return docNone
}

func mayBeMetricKit(key string) bool {
	_, ok := metricKitKeys[key]
	return ok
}

// ipsHeader is the first line of an .ips file.
type ipsHeader struct {
	place     loose
	bugType   int
	name      string
	bundleID  string
	version   string
	os        string
	time      string
	incident  string
	simulator bool
}

func readHeader(v loose) *ipsHeader {
	h := &ipsHeader{place: v, bugType: -1}
	var version, build, appName string
	v.members(func(key string, m loose) bool {
		switch key {
		case "bug_type":
			if n, err := strconv.Atoi(m.text()); err == nil {
				h.bugType = n
			}
		case "name":
			h.name = m.text()
		case "app_name":
			appName = m.text()
		case "bundleID":
			h.bundleID = m.text()
		case "app_version":
			version = m.text()
		case "build_version":
			build = m.text()
		case "os_version":
			h.os = m.text()
		case "timestamp":
			h.time = m.text()
		case "incident_id":
			h.incident = incident(m.text())
		case "is_simulated":
			h.simulator = m.yes()
		}
		return true
	})
	if h.name == "" {
		h.name = appName
	}
	h.version = appVersion(version, build)
	return h
}

// incident takes the UUID of an incident; where people blotted it out there is none.
func incident(text string) string {
	id := readUUID([]byte(text))
	if id == "" || len(text) != len(id) || strings.Trim(id, id[:1]+"-") == "" {
		return ""
	}
	return id
}

// appVersion joins a version and a build as crash reports print them.
func appVersion(version, build string) string {
	switch {
	case version == "" || version == build:
		return build
	case build == "":
		return version
	}
	return version + " (" + build + ")"
}

// complete fills in what a report's body does not say.
func (h *ipsHeader) complete(s *reportScan, r *Report) {
	if h == nil {
		return
	}
	fill := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	fill(&r.Process, h.name)
	fill(&r.BundleID, h.bundleID)
	fill(&r.Version, h.version)
	fill(&r.OS, h.os)
	fill(&r.Incident, h.incident)
	r.Simulator = r.Simulator || h.simulator
	if !r.Time.Known() {
		r.Time = s.time(h.time)
	}
}

// readDocument reads a document and, after a header, the body that belongs to
// it. It returns the offset after them.
func (s *reportScan) readDocument(doc loose, kind docKind) int {
	if kind != docHeader {
		s.readBody(doc, kind, nil)
		return doc.to
	}
	h := readHeader(doc)
	before := len(s.reports) + s.nothing
	end := s.documentEnd(doc.from)
	at := jsonBlanks(s.text[:end], doc.to)
	if at < end && s.text[at] == '{' {
		body := looseAt(s.text[:end], at)
		end = body.to
		switch kind := classify(body); {
		case kind != docNone && kind != docHeader:
			s.readBody(body, kind, h)
		case h.bugType == bugJetsam:
			s.readBody(body, docJetsam, h)
		default:
			s.cut = s.cut || body.cut
		}
	} else if h.known() {
		if next, k := s.nextDocument(at); k != docNone {
			end = min(end, next.from)
		}
		s.readText(at, end, h)
	}
	if name, ok := h.tellsNothing(); ok {
		s.note("line %d: %s report (bug_type %d), which does not tell how an app ended", s.lineAt(doc.from), name, h.bugType)
		return end
	}
	if len(s.reports)+s.nothing == before && (h.bugType == bugCrash || h.bugType == bugCrashText || h.bugType == bugCPUFatal) {
		// the body is missing or says nothing, but the file itself says that the
		// process crashed, or was killed for its use of the processor
		r := &Report{Kind: ReportCrash, PID: NoPID}
		if h.bugType == bugCPUFatal {
			r.Kind, r.CPU = ReportCPU, &CPUReport{Fatal: true}
		}
		h.complete(s, r)
		var ev evidence
		s.prove(&ev, proves, h.place)
		ev.into(r)
		s.add(r)
		s.cut = true
	}
	return end
}

// known reports whether reports of this bug type are read.
func (h *ipsHeader) known() bool {
	switch h.bugType {
	case bugCrash, bugCrashText, bugJetsam, bugStackshot, bugCPU, bugCPUFatal:
		return true
	}
	return false
}

// tellsNothing names a report of a type that is not read.
func (h *ipsHeader) tellsNothing() (name string, ok bool) {
	if h == nil || h.bugType < 0 || h.known() {
		return "", false
	}
	if name, ok = otherBugs[h.bugType]; !ok {
		name = "unknown"
	}
	return name, true
}

// readBody reads a JSON body; h is nil when it came without its header.
func (s *reportScan) readBody(v loose, kind docKind, h *ipsHeader) {
	if _, other := h.tellsNothing(); other {
		return
	}
	s.cut = s.cut || v.cut && v.first() == '{'
	switch kind {
	case docJetsam:
		s.readJetsam(v, h)
	case docMetricKit:
		s.readMetricKit(v)
	case docStackshot:
		s.readStackshot(v, h)
	case docCrash:
		s.readCrash(v, h)
	}
}

// prove adds the text of a value, with its name before it, to the evidence.
func (s *reportScan) prove(ev *evidence, w weight, v loose) {
	from := v.from
	// the name is on the same line in everything that devices write
	line := s.text[max(from-80, 0):from]
	line = line[bytes.LastIndexByte(line, '\n')+1:]
	if i := bytes.LastIndexByte(bytes.TrimRight(line, "\" :"), '"'); i >= 0 && bytes.HasSuffix(bytes.TrimRight(line, " "), []byte{':'}) {
		from -= len(line) - i
	}
	ev.add(s.lineAt(v.from), w, string(bytes.ToValidUTF8(s.text[from:min(v.to, from+8*evidenceRunes)], nil)))
}
