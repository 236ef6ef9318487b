package parse

import (
	"slices"
	"strings"
	"testing"
)

// TestReportsCutAnywhere cuts every sample at every byte. What is left says
// nothing, or nothing but what the whole says.
func TestReportsCutAnywhere(t *testing.T) {
	for name, text := range reportSamples {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := newReportScan([]byte(text))
			whole.run()
			for cut := range len(text) {
				s := newReportScan([]byte(text[:cut]))
				s.run()
				if len(s.reports) > len(whole.reports) {
					t.Fatalf("cut at %d: %d reports of %d", cut, len(s.reports), len(whole.reports))
				}
				for i, r := range s.reports {
					if field := contradiction(r, whole.reports[i], text); field != "" {
						t.Fatalf("cut at %d (after %q): %s\n%+v", cut, text[max(0, cut-40):cut], field, *r)
					}
				}
				checkEvidence(t, text[:cut], s.reports)
				reportReader([]byte(text[:cut]), cut%2 == 0)
			}
		})
	}
}

// contradiction names the first field of part that says something that whole
// does not.
func contradiction(part, whole *Report, text string) string {
	for name, values := range map[string][2]string{
		"process": {part.Process, whole.Process}, "bundle": {part.BundleID, whole.BundleID},
		"OS": {part.OS, whole.OS}, "model": {part.Model, whole.Model}, "role": {part.Role, whole.Role},
		"namespace": {part.Namespace, whole.Namespace}, "exception": {part.Exception, whole.Exception},
		"subtype": {part.Subtype, whole.Subtype}, "signal": {part.Signal, whole.Signal}, "by": {part.By, whole.By},
		"reason": {part.JetsamReason, whole.JetsamReason},
	} {
		if values[0] != "" && values[0] != values[1] {
			return name + " " + values[0]
		}
	}
	for name, values := range map[string][2]string{
		"version": {part.Version, whole.Version}, "explanation": {part.Explanation, whole.Explanation},
		"specific": {part.Specific, whole.Specific}, "note": {part.ExceptionNote, whole.ExceptionNote},
	} {
		if !strings.HasPrefix(values[1], values[0]) {
			return name + " " + values[0]
		}
	}
	for name, values := range map[string][2][]string{
		"states": {part.States, whole.States}, "last exception": {part.LastException, whole.LastException},
		"main thread": {part.MainThread, whole.MainThread},
	} {
		if len(values[0]) > len(values[1]) || !slices.Equal(values[0], values[1][:len(values[0])]) {
			return name + " " + strings.Join(values[0], ", ")
		}
	}
	// until the crashed thread is read, the main thread's frames are given
	all := whole.Frames
	if len(part.Frames) > 0 && len(whole.MainThread) > 0 && part.Frames[0] == whole.MainThread[0] {
		all = whole.MainThread
	}
	switch {
	case len(part.Frames) > len(all) || !slices.EqualFunc(part.Frames, all[:len(part.Frames)], sameFrame):
		return "frames " + strings.Join(part.Frames, ", ")
	case part.PID != NoPID && part.PID != whole.PID:
		return "pid"
	case part.HasCode && (!whole.HasCode || part.Code != whole.Code):
		return "code"
	case part.Pages != 0 && part.Pages != whole.Pages, part.PageSize != 0 && part.PageSize != whole.PageSize:
		return "pages"
	case part.Launched.Known() && part.Launched != whole.Launched:
		return "launch time"
	case part.Time.Known() && part.Time != whole.Time && !headerTime(part.Time, text):
		return "time " + part.Time.String()
	case part.CPU != nil && whole.CPU == nil:
		return "CPU"
	case part.CPU != nil && (part.CPU.UsedSeconds != whole.CPU.UsedSeconds || part.CPU.LimitSeconds != whole.CPU.LimitSeconds ||
		part.CPU.Action != "" && part.CPU.Action != whole.CPU.Action):
		return "CPU figures"
	}
	for key, n := range part.BackgroundExits {
		if whole.BackgroundExits[key] != n {
			return key
		}
	}
	for key, n := range part.ForegroundExits {
		if whole.ForegroundExits[key] != n {
			return key
		}
	}
	return ""
}

// sameFrame allows for the images not having been read: the frame is nameless.
func sameFrame(part, whole string) bool { return part == whole || part == "???" }

// headerTime reports whether the time is that of the .ips header, which counts
// until the body tells a better one.
func headerTime(moment Time, text string) bool {
	_, after, found := strings.Cut(text, `"timestamp":"`)
	value, _, _ := strings.Cut(after, `"`)
	return found && (&reportScan{}).time(value) == moment
}

// FuzzReports feeds anything to the readers of reports and checks what their
// callers rely on.
func FuzzReports(f *testing.F) {
	for _, text := range reportSamples {
		f.Add([]byte(text))
	}
	f.Add([]byte("[{\"crashDiagnostics\":[{\"diagnosticMetaData\":{\"terminationReason\":\"Namespace <0xF>, Code 7\"}}]}"))
	f.Add([]byte("Process: a [1]\n0 b 0x1 c + 1\nThread 1 Crashed:\n0 b 0x1 0x2 + 3\nhas active assertions beyond permitted time"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := newReportScan(data)
		s.run()
		var sum Summary
		s.summary(&sum)
		for _, r := range sum.Reports {
			if r.Evidence == "" || r.Line < 1 || r.Line > strings.Count(string(s.text), "\n")+1 {
				t.Errorf("evidence %q in line %d", r.Evidence, r.Line)
			}
			if r.PID < NoPID || r.Kind == ReportCPU && r.CPU == nil || r.Kind == ReportJetsam && r.JetsamReason == "" {
				t.Errorf("%+v", *r)
			}
			if len(r.Explanation) > textLimit || len(r.Specific) > textLimit || len(r.Frames) > maxTexts {
				t.Error("a text of the report is too long")
			}
		}
		reportReader(data, true)
		reportReader(data, false)
		ParseTermination(string(data))
		ParseTerminateContext(string(data))
	})
}
