package rules

import (
	"math"
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
	timeoutLeeway = 60.0 // the daemon's timers are not exact
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
	found = append(found, cancelledUnnamed(t)...)
	found = append(found, notCreated(t)...)
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
	// what the app, a retry or the network put off is not the system's choice
	if waited := tr.WaitOf(lifecycle.WaitDiscretionary); waited >= lateStart {
		f.Severity = Warning
		f.put("waited_s", waited)
	}
	for _, r := range tr.Reasons {
		f.prove(r.By)
	}
	if len(tr.Reasons) > 0 {
		f.put("policy", tr.Reasons[0].Policy)
	}
	f.prove(tr.Evidence.Of(lifecycle.Discretionary), tr.Evidence.Of(lifecycle.DownloadCreated), tr.Evidence.Of(lifecycle.UploadCreated), tr.Evidence.Of(lifecycle.TransferStarted))
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

// cancelReasons are the other values of NSURLErrorBackgroundTaskCancelledReasonKey,
// NSURLErrorCancelledReasonBackgroundUpdatesDisabled and -InsufficientSystemResources
// of NSURLError.h: the system has cancelled the transfer, not the app.
var cancelReasons = map[int]string{
	1: "cancelled by the system, because Background App Refresh is off",
	2: "cancelled by the system for lack of resources",
}

// transferEnded judges a transfer's final error.
func transferEnded(t *lifecycle.Timeline, tr *lifecycle.Transfer) *Finding {
	if !tr.Error.Known {
		return nil
	}
	code := tr.Error.Code
	var f *Finding
	switch {
	case tr.Error.Domain != "":
		f = aboutTransfer(&transferFailed, tr)
		f.put("code", tr.Error.Domain+" "+strconv.Itoa(code))
	case tr.Error.Reason == 0 || code == lifecycle.DaemonErrorAppQuit && tr.ErrorDomain() == lifecycle.DaemonDomain:
		f = aboutTransfer(&transferCancelledByForceQuit, tr)
		for _, c := range t.Clues {
			if c.Event == lifecycle.ClientForceQuit && (c.App == nil || c.App == tr.App) && !c.Evidence.Time.After(tr.Error.At) {
				f.prove(c.Evidence)
			}
		}
	case cancelReasons[tr.Error.Reason] != "" && tr.ErrorDomain() == lifecycle.URLDomain:
		f = aboutTransfer(&transferFailed, tr)
		f.put("code", strconv.Itoa(code))
		f.put("meaning", cancelReasons[tr.Error.Reason])
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
		if e := urlErrors[code]; tr.ErrorDomain() != "" {
			f.set("meaning", e.meaning)
			f.set("constant", e.name)
		}
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

// cancelledUnnamed: errors with the reason of a force quit that do not name their
// task. Beside errors that do, they are the same ones printed again.
func cancelledUnnamed(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, c := range t.Clues {
		named := func(tr *lifecycle.Transfer) bool { return tr.App == c.App && tr.Error.Known && tr.Error.Reason == 0 }
		if c.Event != lifecycle.URLError || c.Fields["code"] != strconv.Itoa(codeCancelled) || slices.ContainsFunc(t.Transfers, named) {
			continue
		}
		f := aboutClue(&transferCancelledByForceQuit, c)
		f.Subject, f.nameless = "", true
		found = append(found, f)
	}
	return found
}

// refusals are CFNetwork's reasons to create no transfer, by the row that tells them:
// the code that the app sees, and the words. Without a code it raises an exception
// (react-native-background-downloader issue 157). The daemon being gone is not among them.
var refusals = map[string]struct {
	code    int
	meaning string
}{
	"url.a.badresume":   {-3003, "invalid resume data"},
	"url.a.badscheme":   {-1002, "unsupported URL: background sessions take http and https only"},
	"url.a.invalidated": {0, "its session had been invalidated"},
}

// notCreated: transfers that CFNetwork refused. Beside the error that the app sees
// then, the line is the same fault told again.
func notCreated(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, c := range t.Clues {
		r, ok := refusals[c.Fields["row"]]
		if c.Event != lifecycle.AppTransferNotCreated || !ok {
			continue
		}
		told := func(tr *lifecycle.Transfer) bool {
			return r.code != 0 && tr.App == c.App && tr.Error.Known && tr.Error.Domain == "" && tr.Error.Code == r.code
		}
		if slices.ContainsFunc(t.Transfers, told) {
			continue
		}
		f := aboutClue(&transferFailed, c)
		f.put("refused", true)
		if r.code != 0 {
			f.put("code", strconv.Itoa(r.code))
		}
		f.put("meaning", r.meaning)
		f.set("invalidated", r.code == 0)
		f.set("scheme", c.Fields["scheme"])
		found = append(found, f)
	}
	return found
}

func retryLoop(_ *lifecycle.Timeline, tr *lifecycle.Transfer) *Finding {
	if tr.Retries < manyRetries {
		return nil
	}
	f := aboutTransfer(&transferRetryLoop, tr)
	f.put("retries", tr.Retries)
	f.set("from_start", tr.Evidence.Of(lifecycle.RetryFromStart).Found())
	f.set("slow", tr.Evidence.Of(lifecycle.ThroughputLow).Found())
	f.prove(tr.Evidence.Of(lifecycle.RetryDecided), tr.Evidence.Of(lifecycle.RetryScheduled), tr.Evidence.Of(lifecycle.RetryFromStart),
		tr.Evidence.Of(lifecycle.ThroughputLow))
	return f
}

// neverFinished: older than its resource timeout, or not started for an hour in
// which the daemon started others. One that the app has paused waits for the app.
func neverFinished(t *lifecycle.Timeline, tr *lifecycle.Transfer) *Finding {
	if !tr.Daemon || tr.Evidence.Of(lifecycle.TransferPaused).Found() || tr.Finished.Known() || tr.CancelAsked.Known() || tr.Outcome != lifecycle.TransferWaits && tr.Outcome != lifecycle.TransferRuns {
		return nil
	}
	f := aboutTransfer(&transferNeverFinished, tr)
	f.prove(firstOf(tr.Evidence, lifecycle.DownloadCreated, lifecycle.UploadCreated, lifecycle.TransferResumed), tr.Evidence.Of(lifecycle.TransferHandedOver))
	if s := tr.Session; s != nil && s.ResourceTimeout > 0 && tr.Resumed.Known() && t.DaemonCovered(tr.Resumed, tr.Resumed.Add(s.ResourceTimeout+timeoutLeeway)) {
		f.put("timeout_s", s.ResourceTimeout)
		f.prove(s.Evidence.Of(lifecycle.SessionDescribed))
		return f
	}
	if tr.Evidence.Of(lifecycle.TransferWaiting).Found() {
		return nil // for a usable network, which the session's settings may forbid others to be
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
		if day := smallDay(list); day != nil {
			f := aboutApp(&transferManySmall, a)
			f.put("transfers", len(day))
			f.put("median_bytes", int(medianBytes(day)))
			f.At, f.Until = day[0].Born(), day[len(day)-1].Born()
			for _, tr := range day[:3] {
				f.prove(firstOf(tr.Evidence, lifecycle.TransferBytes, lifecycle.TaskSummary, lifecycle.TransferSucceeded))
			}
			found = append(found, f)
		}
	}
	return found
}

// smallDay is the 24 hours with the most transfers of those in which there are too
// many and more than half of them are known to be small; nil when there are none.
// The list is in the order of time.
func smallDay(list []*lifecycle.Transfer) []*lifecycle.Transfer {
	var best []*lifecycle.Transfer
	from, small := 0, 0
	for to, tr := range list {
		if bytesOf(tr) < smallBytes {
			small++
		}
		for {
			if d, _ := tr.Born().Since(list[from].Born()); d <= dayS {
				break
			}
			if bytesOf(list[from]) < smallBytes {
				small--
			}
			from++
		}
		if day := list[from : to+1]; len(day) > manyTransfers && 2*small > len(day) && len(day) > len(best) {
			best = day
		}
	}
	return best
}

// bytesOf is the size of what a transfer moved. One whose size is unknown, or that
// did not move all of it, counts as large.
func bytesOf(tr *lifecycle.Transfer) int64 {
	n := max(tr.Sent, tr.Received)
	told := firstOf(tr.Evidence, lifecycle.TransferBytes, lifecycle.TaskSummary).Found()
	if n < 0 || !told || tr.Outcome == lifecycle.TransferFailure || tr.Outcome == lifecycle.TransferStopped {
		return math.MaxInt64
	}
	return n
}

// medianBytes is the size that half of the transfers do not exceed.
func medianBytes(list []*lifecycle.Transfer) int64 {
	sizes := make([]int64, len(list))
	for i, tr := range list {
		sizes[i] = bytesOf(tr)
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}
