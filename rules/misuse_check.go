package rules

import (
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// aboutClue begins a finding about a line that no lifecycle owns.
func aboutClue(r *Rule, c lifecycle.Clue) *Finding {
	f := newFinding(r, c.Process, c.Subject)
	if c.App != nil && c.App.Label() != "" {
		f.App = c.App
	}
	f.At, f.Until, f.Count = c.Evidence.Time, c.Until, c.Count
	if c.Origin == lifecycle.SDK {
		f.Certainty = Likely
	}
	f.prove(c.Evidence)
	f.prove(c.More...)
	return f
}

// misuses are the rules that one line proves.
var misuses = map[lifecycle.EventKind]*Rule{
	lifecycle.UploadFromData:         &transferUploadFromData,
	lifecycle.RequestSubclassUsed:    &transferUploadFromData,
	lifecycle.CompletionBlockUsed:    &transferCompletionBlock,
	lifecycle.UploadFileRefused:      &transferFileLost,
	lifecycle.AppUploadFileRefused:   &transferFileLost,
	lifecycle.AppUploadFileNoted:     &transferFileLost,
	lifecycle.AppUploadFileProtected: &transferProtectedFile,
}

// checkMisuse: calls that background sessions refuse.
func checkMisuse(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	told := map[*lifecycle.App]*Finding{} // a file that both sides refuse is one fault
	for _, c := range t.Clues {
		rule := misuses[c.Event]
		if rule == nil {
			continue
		}
		f := aboutClue(rule, c)
		f.set("why", strings.TrimSpace(c.Fields["errno"]))
		f.set("class", c.Fields["class"])
		f.set("subclass", c.Event == lifecycle.RequestSubclassUsed)
		if rule == &transferFileLost {
			if first := told[c.App]; first != nil && (c.App != nil || f.Subject == "") {
				first.prove(f.Evidence...)
				continue
			}
			told[c.App] = f
			if c.Event == lifecycle.AppUploadFileRefused && c.App != nil {
				told[nil] = f // the daemon's line about it tells no app
			}
		}
		found = append(found, f)
	}
	return found
}

// dataTask: a data task in a background session.
func dataTask(_ *lifecycle.Timeline, tr *lifecycle.Transfer) *Finding {
	if tr.Kind != lifecycle.TransferData {
		return nil
	}
	f := aboutTransfer(&transferDataTask, tr)
	f.At = tr.Born()
	gone := firstOf(tr.Evidence, lifecycle.ClientGone, lifecycle.ClientNeeded)
	f.set("lost", gone.Found() || tr.Error.Known && tr.Error.Code == codeLost)
	f.prove(tr.Evidence[lifecycle.DataTaskCreated], gone, tr.Error.By)
	return f
}

// streamUpload: an upload from a stream that was lost with its app.
func streamUpload(_ *lifecycle.Timeline, tr *lifecycle.Transfer) *Finding {
	body := tr.Evidence[lifecycle.BodyStreamNeeded]
	if !body.Found() || !tr.Error.Known || tr.Error.Code != codeLost {
		return nil
	}
	f := aboutTransfer(&transferUploadFromData, tr)
	f.put("stream", true)
	f.prove(body, tr.Error.By)
	return f
}

// Limits of the rule about requests.
const (
	// cutSeconds is how soon after the app runs again a request that the suspension
	// has cut fails.
	cutSeconds = 10.0
	// quietRequest is how long after that a request without an end is lost.
	quietRequest = 60.0
)

// cutCodes are the errors of requests whose connection went while the app was
// suspended.
var cutCodes = map[int]bool{-1005: true, codeTimedOut: true, codeCancelled: true}

// checkRequests: requests of the app's own process that did not survive a
// suspension.
func checkRequests(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, r := range t.Requests {
		f := newFinding(&requestCutBySuspension, r.Process, "")
		f.At, f.Until = r.SuspendedAt, r.Ended
		soon, ok := r.Ended.Since(r.ResumedAt)
		switch {
		case r.Code != 0:
			if !cutCodes[r.Code] || !ok || soon > cutSeconds {
				continue
			}
			f.put("code", r.Code)
			if r.Code == codeCancelled {
				f.Certainty = Likely // the app may have cancelled it itself
			}
		case r.ResumedAt.Known() && t.Covered(r.Process, r.ResumedAt, r.ResumedAt.Add(quietRequest)):
			f.Certainty = Likely
			f.put("silent", true)
		case !r.ResumedAt.Known() && r.Process.Exited.Known() && r.Process.Exited.After(r.SuspendedAt):
			f.Certainty = Likely
			f.put("gone", true)
		default:
			continue
		}
		if why := r.Process.Reason; why != "" && why != lifecycle.ReasonUnknown {
			f.put("reason", string(why))
		}
		f.seconds("suspended_s", r.SuspendedAt, r.ResumedAt)
		f.prove(r.Evidence...)
		found = append(found, f)
	}
	return found
}
