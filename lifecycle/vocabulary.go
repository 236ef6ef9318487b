package lifecycle

import (
	"maps"
	"slices"
	"strconv"
)

// Vocabulary returns the fixed texts of the catalogue, without arguments, what codes
// mean, and the names of Apple's senders, processes and background tasks: what a
// message may hold that comes from the system and not from an app or a user.
func Vocabulary() []string {
	var texts []string
	for _, r := range messages.rows {
		for _, s := range r.segments {
			texts = append(texts, s.literal)
		}
		for _, names := range [][]string{r.From.Processes, r.From.Images, r.From.Subsystems} {
			texts = append(texts, names...)
		}
	}
	for code, c := range exitCodes {
		texts = append(texts, c.what, strconv.FormatUint(code, 10))
	}
	for _, m := range []map[uint64]string{namespaces, signalNames, jetsamReasons} {
		texts = slices.AppendSeq(texts, maps.Values(m))
	}
	texts = slices.AppendSeq(texts, maps.Keys(identityWords))
	texts = slices.AppendSeq(texts, maps.Keys(systemProcesses))
	texts = slices.AppendSeq(texts, maps.Keys(systemTasks))
	return append(texts, sessionWords[:]...)
}

// Processes returns the names of Apple's processes that the catalogue knows.
func Processes() []string {
	names := slices.Collect(maps.Keys(systemProcesses))
	for _, r := range messages.rows {
		names = append(names, r.From.Processes...)
	}
	return names
}
