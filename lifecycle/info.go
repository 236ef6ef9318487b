package lifecycle

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// taskInfo is what -[_UIBackgroundTaskInfo description] prints. The format is
// the same in iOS 13 to 26:
//
//	<_UIBackgroundTaskInfo: 0x28190d140>: taskID = 8, taskName = FlushOutbox, creationTime = 70784 (elapsed = 26)
type taskInfo struct {
	id       int
	name     string
	creation int64   // awake seconds since boot
	elapsed  float64 // awake seconds since creation, truncated to whole ones
	timed    bool    // creation and elapsed were read
}

// parseTaskInfo reads a description wherever it begins in s; ok is false when
// there is none, as in redacted logs.
func parseTaskInfo(s string) (info taskInfo, ok bool) {
	_, s, ok = strings.Cut(s, "taskID = ")
	if !ok {
		return info, false
	}
	n := number(s, argNumber)
	if n == 0 {
		return info, false
	}
	info.id = max(atoi(s[:n]), 0)
	_, s, ok = strings.Cut(s[n:], "taskName = ")
	if !ok {
		return info, true
	}
	if strings.IndexByte(s, '\n') >= 0 { // wrapped, maybe behind the name's comma
		s = fold(s, " ")
	}
	// the name may hold commas: it ends where the creation time begins
	end := strings.LastIndex(s, afterTaskName)
	if end < 0 {
		info.name = cutTaskName(s)
		return info, true
	}
	info.name = strings.TrimSpace(s[:end])
	s = s[end+len(afterTaskName):]
	n = number(s, argNumber)
	info.creation, _ = strconv.ParseInt(s[:n], 10, 64)
	if _, s, ok = strings.Cut(s, "(elapsed = "); ok && n > 0 {
		if n := number(s, argNumber); n > 0 {
			info.elapsed, _ = strconv.ParseFloat(s[:n], 64)
			info.timed = true
		}
	}
	return info, true
}

const afterTaskName = ", creationTime = "

// cutTaskName reads a name that no time follows, as in a line that was cut. What begins as
// the name of a system's task is taken for that.
func cutTaskName(s string) string {
	for n := len(afterTaskName) - 1; n > 1; n-- {
		if name, ok := strings.CutSuffix(s, afterTaskName[:n]); ok {
			return strings.TrimSpace(name)
		}
	}
	s = strings.TrimRight(strings.TrimSpace(s), ",")
	for _, name := range slices.Sorted(maps.Keys(systemTasks)) {
		if s != "" && strings.HasPrefix(name, s) {
			return name
		}
	}
	return s
}

// systemTasks are names of background tasks that UIKit and Apple's frameworks
// begin inside app processes, seen in captures of apps.
var systemTasks = map[string]bool{
	"Launch Background Task for Coalescing": true,
	"_UIRemoteKeyboard XPC disconnection":   true,
	"CoreData: CloudKit Export":             true,
	"CoreData: CloudKit Import":             true,
	"CoreData: CloudKit Scheduling":         true,
	"Persistent SceneSession Map Update":    true,
}

// systemTask reports whether a task of that name is not the app's doing.
func systemTask(name string) bool {
	return strings.HasPrefix(name, "com.apple.") || systemTasks[name] ||
		strings.HasPrefix(name, "CoreData: CloudKit")
}

// descriptor is what the log prints of an RBSAssertionDescriptor.
type descriptor struct {
	explanation string
	id          string
	finishTask  bool
	background  bool // RBSCPUAccessGrant role:Background: a launch in the background
	health      bool // domain attribute of a HealthKit launch
}

// parseDescriptor reads both generations of the description:
//
//	<RBSAssertionDescriptor| "explanation" ID:33-412-6133 target:412 attributes:[…]>
//	<RBSAssertionDescriptor; "explanation"; ID: 27-55-488; target: 377<…>> attributes = {…}
func parseDescriptor(s string) descriptor {
	var d descriptor
	open := strings.IndexByte(s, '"')
	if open < 0 {
		return d
	}
	rest := s[open+1:]
	// explanations may hold quotes: the closing one stands before the id
	end := -1
	for _, mark := range []string{"\" ID:", "\"; ID:"} {
		if i := strings.Index(rest, mark); i >= 0 {
			end = i
			break
		}
	}
	if end < 0 {
		if end = strings.IndexByte(rest, '"'); end < 0 {
			end = len(rest)
		}
	}
	d.explanation = oneLine(rest[:end])
	rest = rest[end:]
	if _, id, ok := strings.Cut(rest, "ID:"); ok {
		id = strings.TrimLeft(id, " ")
		n := 0
		for n < len(id) && (id[n] >= '0' && id[n] <= '9' || id[n] == '-') {
			n++
		}
		d.id = id[:n]
	}
	d.finishTask = strings.Contains(rest, "reason:FinishTask")
	d.background = strings.Contains(rest, "RBSCPUAccessGrant| role:Background")
	d.health = strings.Contains(rest, "HealthLaunch")
	return d
}

// assertionID reads "33-412-6133" at the start of "33-412-6133 (target:…)" and
// of "<33-412-6133 (target:…)>".
func assertionID(s string) string {
	s = strings.TrimLeft(s, "<")
	n := 0
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '-') {
		n++
	}
	return s[:n]
}

// assertionTarget reads the process of "33-412-6133 (target:[app<…>:412])".
func assertionTarget(s string) Identity {
	if _, t, ok := strings.Cut(s, "(target:"); ok {
		id, _ := parseIdentity(t)
		return id
	}
	return noIdentity
}
