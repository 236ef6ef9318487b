package lifecycle

import (
	"slices"
	"strings"
)

// usageUndescribed is what the system says of a process that asked for the user's data and
// whose Info.plist does not tell what for: in the log of iOS 10 and later, and in the reason
// of its crash report. usageFrame ends the names of the functions that end it (posted reports
// of iOS 11 and 15: wordpress-mobile/WordPress-iOS#8795, the samples of zqqf16/SYM).
const (
	usageUndescribed = "This app has crashed because it attempted to access privacy-sensitive data without a usage description."
	usageFrame       = "_CRASHING_DUE_TO_PRIVACY_VIOLATION__"
)

// Undescribed reports whether the process ended because its Info.plist does not describe what
// it needs some data for, and the key that is missing, where it is told.
func (x *Exit) Undescribed() (key string, ok bool) {
	_, rest, ok := strings.Cut(oneLine(x.Explanation+" "+x.Specific), usageUndescribed)
	if !ok {
		return "", slices.ContainsFunc(x.Frames, func(frame string) bool { return strings.HasSuffix(frame, usageFrame) })
	}
	_, rest, _ = strings.Cut(rest, "must contain a") // "an", before all keys of today
	_, rest, _ = strings.Cut(rest, " ")
	key, _, _ = strings.Cut(rest, " ")
	key = strings.Trim(key, "\"'“”`")
	if !strings.HasSuffix(key, "UsageDescription") {
		return "", true
	}
	return key, true
}
