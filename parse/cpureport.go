package parse

import (
	"strconv"
	"strings"
)

// parseCPU reads the figures of a CPU report: "48 seconds cpu time over 52
// seconds (93% cpu average), exceeding limit of 80% cpu over 60 seconds".
func parseCPU(text string) (cpu CPUReport, ok bool) {
	text = strings.Join(strings.Fields(text), " ")
	before, after, ok1 := strings.Cut(text, " seconds cpu time over ")
	if !ok1 {
		before, after, ok1 = strings.Cut(text, "s cpu time over ") // up to iOS 11
	}
	measured, limit, ok2 := strings.Cut(after, "limit of ")
	percent, rest, ok3 := strings.Cut(limit, "% cpu over ")
	if !ok1 || !ok2 || !ok3 {
		return cpu, false
	}
	seconds, _, ok4 := strings.Cut(rest, " ")
	over, _, _ := strings.Cut(measured, " ")
	var ok5, ok6, ok7, ok8 bool
	cpu.UsedSeconds, ok5 = figure(before[strings.LastIndexByte(before, ' ')+1:])
	cpu.OverSeconds, ok6 = figure(over)
	cpu.LimitPercent, ok7 = figure(percent)
	cpu.LimitSeconds, ok8 = figure(seconds)
	return cpu, ok4 && ok5 && ok6 && ok7 && ok8
}

// figure reads a number that a report prints: not negative, finite and of a size
// that makes sense.
func figure(s string) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f >= 0 && f <= 1<<40
}

// readCPUMessage reads the message of an EXC_RESOURCE exception, "(Limit 80%)
// Observed 89% over 60 secs"; the interval is that of the limit.
func readCPUMessage(message string, r *Report) {
	_, after, ok1 := strings.Cut(message, "(Limit ")
	limit, after, ok2 := strings.Cut(after, "%) Observed ")
	observed, after, ok3 := strings.Cut(after, "% over ")
	seconds, _, ok4 := strings.Cut(after, " ")
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return
	}
	var figures [3]float64
	for i, s := range []string{limit, observed, seconds} {
		f, ok := figure(s)
		if !ok {
			return
		}
		figures[i] = f
	}
	r.CPU = &CPUReport{
		LimitPercent: figures[0],
		UsedSeconds:  figures[1] / 100 * figures[2],
		OverSeconds:  figures[2],
		LimitSeconds: figures[2],
	}
}
