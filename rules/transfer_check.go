package rules

import (
	"slices"
	"strconv"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// Limits of the rules about transfers.
const (
	dayS          = 86400.0
	manyTransfers = 200       // in a day
	smallBytes    = 100 << 10 // nsurlsessiond's class "very small"
	lateStart     = 600.0     // a start that the system put off for long
	manyRetries   = 5
	silentHour    = 3600.0
)

// aboutApp begins a finding about an app as a whole.
func aboutApp(r *Rule, a *lifecycle.App) *Finding {
	f := newFinding(r, nil, "")
	if a != nil && a.Label() != "" {
		f.App = a
	}
	return f
}

// aboutTransfer begins a finding about one transfer. Those of one app and fault
// become one finding: only UUIDs tell them apart.
func aboutTransfer(r *Rule, tr *lifecycle.Transfer) *Finding {
	f := aboutApp(r, tr.App)
	f.nameless = true
	f.Subject = "<" + tr.ID.UUID + ">.<" + strconv.Itoa(tr.ID.N) + ">"
	f.At = parse.Latest(tr.First, tr.Finished)
	if tr.Kind != lifecycle.TransferUnknown {
		f.put("kind", string(tr.Kind))
	}
	return f
}

// checkTransfers applies the rules about single transfers.
func checkTransfers(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, tr := range t.Transfers {
		for _, rule := range []func(*lifecycle.Timeline, *lifecycle.Transfer) *Finding{
			discretionaryInBackground, transferEnded, retryLoop, neverFinished, dataTask, streamUpload,
		} {
			if f := rule(t, tr); f != nil {
				found = append(found, f)
			}
		}
	}
	return append(found, manySmall(t)...)
}

// discretionaryInBackground: the system chose the time because the app was in the
// background, not because it asked for that.
func discretionaryInBackground(_ *lifecycle.Timeline, tr *lifecycle.Transfer) *Finding {
	if tr.Discretionary != lifecycle.Yes || tr.OptIn != lifecycle.No || tr.Background != lifecycle.Yes {
		return nil
	}
	f := aboutTransfer(&transferDiscretionaryInBackground, tr)
	f.At = tr.Born()
	if waited, ok := tr.WaitSeconds(); ok {
		if own := waited - tr.WaitOf(lifecycle.WaitRateLimiter); own >= lateStart {
			f.Severity = Warning
			f.put("waited_s", own)
		}
	}
	for _, r := range tr.Reasons {
		f.prove(r.By)
	}
	if len(tr.Reasons) > 0 {
		f.put("policy", tr.Reasons[0].Policy)
	}
	f.prove(tr.Evidence[lifecycle.Discretionary], tr.Evidence[lifecycle.DownloadCreated], tr.Evidence[lifecycle.UploadCreated], tr.Evidence[lifecycle.TransferStarted])
	return f
}

// Codes of NSURLErrorDomain that have rules of their own.
const (
	codeCancelled = -999
	codeTimedOut  = -1001
	codeLost      = -997
	codeInUse     = -996
	codeContainer = -995
)

// transferEnded judges a transfer's final error.
func transferEnded(t *lifecycle.Timeline, tr *lifecycle.Transfer) *Finding {
	if !tr.Error.Known {
		return nil
	}
	code := tr.Error.Code
	var f *Finding
	switch {
	case tr.Error.Reason == 0 || code == lifecycle.DaemonErrorAppQuit:
		f = aboutTransfer(&transferCancelledByForceQuit, tr)
		for _, c := range t.Clues {
			if c.Event == lifecycle.ClientForceQuit && (c.App == nil || c.App == tr.App) {
				f.prove(c.Evidence)
			}
		}
	case code == codeTimedOut:
		f = aboutTransfer(&transferTimedOut, tr)
		if tr.Session != nil {
			f.set("timeout_s", tr.Session.ResourceTimeout)
		}
	case tr.Outcome == lifecycle.TransferStopped, code == codeLost, code == codeInUse, code == codeContainer:
		return nil // cancelled by the app, or told by the rules about sessions
	default:
		f = aboutTransfer(&transferFailed, tr)
		f.put("code", strconv.Itoa(code))
		f.set("meaning", errorMeaning(code))
	}
	if tr.Attempt && !t.DaemonCovered(tr.Error.At, tr.Error.At.Add(1)) {
		f.Certainty = CutOff // it may be tried again
	}
	f.set("retries", tr.Retries)
	f.seconds("age_s", tr.Born(), tr.Error.At)
	f.prove(tr.Error.By, firstOf(tr.Evidence, lifecycle.TransferFailed, lifecycle.TaskFailed, lifecycle.TransferCompleted),
		firstOf(tr.Evidence, lifecycle.DownloadCreated, lifecycle.UploadCreated, lifecycle.TransferResumed))
	return f
}

func retryLoop(_ *lifecycle.Timeline, tr *lifecycle.Transfer) *Finding {
	if tr.Retries < manyRetries {
		return nil
	}
	f := aboutTransfer(&transferRetryLoop, tr)
	f.put("retries", tr.Retries)
	f.set("from_start", tr.Evidence[lifecycle.RetryFromStart].Found())
	f.set("slow", tr.Evidence[lifecycle.ThroughputLow].Found())
	f.prove(tr.Evidence[lifecycle.RetryDecided], tr.Evidence[lifecycle.RetryScheduled], tr.Evidence[lifecycle.RetryFromStart],
		tr.Evidence[lifecycle.ThroughputLow])
	return f
}

// neverFinished: older than its resource timeout, or not started for an hour in
// which the daemon started others.
func neverFinished(t *lifecycle.Timeline, tr *lifecycle.Transfer) *Finding {
	if !tr.Daemon || tr.Finished.Known() || tr.CancelAsked.Known() || tr.Outcome != lifecycle.TransferWaits && tr.Outcome != lifecycle.TransferRuns {
		return nil
	}
	f := aboutTransfer(&transferNeverFinished, tr)
	f.prove(firstOf(tr.Evidence, lifecycle.DownloadCreated, lifecycle.UploadCreated, lifecycle.TransferResumed), tr.Evidence[lifecycle.TransferHandedOver])
	if s := tr.Session; s != nil && s.ResourceTimeout > 0 && tr.Created.Known() && t.DaemonCovered(tr.Created, tr.Created.Add(s.ResourceTimeout)) {
		f.put("timeout_s", s.ResourceTimeout)
		f.prove(s.Evidence[lifecycle.SessionDescribed])
		return f
	}
	if tr.Discretionary != lifecycle.No || !tr.Handed.Known() || tr.Started.Known() || !t.DaemonCovered(tr.Last, tr.Last.Add(silentHour)) {
		return nil
	}
	others := slices.ContainsFunc(t.Transfers, func(o *lifecycle.Transfer) bool {
		return o != tr && o.Started.After(tr.Last) && !o.StartedLate
	})
	if !others {
		return nil
	}
	f.Certainty = Likely
	f.seconds("silent_s", tr.Last, t.Last)
	return f
}

// manySmall: hundreds of tiny transfers in a day.
func manySmall(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, c := range t.Clues {
		if c.Event != lifecycle.TooManyTransfers {
			continue
		}
		f := aboutClue(&transferManySmall, c)
		f.put("fault", true)
		found = append(found, f)
	}
	byApp := map[*lifecycle.App][]*lifecycle.Transfer{}
	for _, tr := range t.Transfers {
		if tr.App != nil && tr.Born().Known() {
			byApp[tr.App] = append(byApp[tr.App], tr)
		}
	}
	for _, a := range t.Apps {
		list := byApp[a]
		slices.SortStableFunc(list, func(x, y *lifecycle.Transfer) int { return x.Born().Compare(y.Born()) })
		for from, to := 0, 0; to < len(list); to++ {
			for {
				if d, _ := list[to].Born().Since(list[from].Born()); d <= dayS {
					break
				}
				from++
			}
			if to-from+1 <= manyTransfers {
				continue
			}
			if median, ok := medianBytes(list[from : to+1]); ok && median < smallBytes {
				f := aboutApp(&transferManySmall, a)
				f.put("transfers", len(list))
				f.put("median_bytes", int(median))
				f.At, f.Until = list[from].Born(), list[to].Born()
				for _, tr := range list[from : from+3] {
					f.prove(firstOf(tr.Evidence, lifecycle.TransferBytes, lifecycle.TaskSummary, lifecycle.TransferSucceeded))
				}
				found = append(found, f)
				break
			}
		}
	}
	return found
}

// medianBytes is the median size of the transfers whose size is known; false when
// that is less than half of them.
func medianBytes(list []*lifecycle.Transfer) (int64, bool) {
	var sizes []int64
	for _, tr := range list {
		if n := max(tr.Sent, tr.Received); n >= 0 {
			sizes = append(sizes, n)
		}
	}
	if len(sizes)*2 < len(list) {
		return 0, false
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2], true
}

// errorMeanings are the errors that transfers fail with, in plain words; Apple's
// names in https://developer.apple.com/documentation/foundation/urlerror. Positive
// codes are nsurlsessiond's own.
var errorMeanings = map[int]string{
	-1:    "unknown error, often no transfer daemon",
	-1000: "bad URL", -1002: "unsupported URL: background sessions take http and https only",
	-1003: "host not found", -1004: "cannot connect to the host, or blocked by the tracker policy", -1005: "network connection lost",
	-1006: "DNS lookup failed", -1007: "too many redirects", -1008: "resource unavailable", -1009: "no internet connection",
	-1011: "bad server response", -1012: "authentication cancelled", -1013: "authentication required",
	-1015: "cannot decode the response", -1017: "cannot parse the response", -1018: "international roaming is off", -1020: "data use is not allowed",
	-1021: "the body stream was exhausted", -1022: "App Transport Security requires a secure connection",
	-1100: "file does not exist", -1102: "no permission to read the file", -1103: "data exceeds the maximum size",
	-1200: "secure connection failed", -1202: "untrusted server certificate", -1206: "client certificate required",
	-3000: "cannot create the file", -3001: "cannot open the file", -3003: "cannot write to the file, or unsafe resume data", -3005: "cannot move the file",
	2: "Background App Refresh was turned off", 3: "throughput too low", 5: "the scheduler withdrew its permission",
}

func errorMeaning(code int) string { return errorMeanings[code] }
