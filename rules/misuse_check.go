package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
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
	lifecycle.TaskDelegateUsed:       &transferCompletionBlock,
	lifecycle.DataTaskRefused:        &transferDataTask,
	lifecycle.UploadFileRefused:      &transferFileLost,
	lifecycle.UploadFileUnreadable:   &transferFileLost,
	lifecycle.AppUploadFileRefused:   &transferFileLost,
	lifecycle.AppUploadFileNoted:     &transferFileLost,
	lifecycle.AppUploadFileProtected: &transferProtectedFile,
	lifecycle.DownloadFileLost:       &transferFileLost,
}

// sameFault is within how many seconds lines about a file are of one refusal.
const sameFault = 5.0

// checkMisuse: calls that background sessions refuse.
func checkMisuse(t *lifecycle.Timeline) []*Finding {
	var found, files []*Finding
	for _, c := range t.Clues {
		rule := misuses[c.Event]
		if rule == nil {
			continue
		}
		f := aboutClue(rule, c)
		f.set("why", strings.Trim(c.Fields["errno"], " []"))
		f.set("class", c.Fields["class"])
		f.set("subclass", c.Event == lifecycle.RequestSubclassUsed)
		f.set("task_delegate", c.Event == lifecycle.TaskDelegateUsed)
		switch {
		case c.Event == lifecycle.DataTaskRefused:
			f.put("exception", true)
		case c.Event == lifecycle.DownloadFileLost:
			f.Certainty = Likely // or the folder to move it to is missing, or not the app's
			f.put("download", true)
			f.set("refused", c.Fields["refused"] != "")
		case rule == &transferFileLost:
			if c.Fields["unsure"] != "" {
				f.Certainty = Likely
			}
			files = append(files, f)
			continue
		}
		found = append(found, f)
	}
	return append(found, joinRefusals(files)...)
}

// joinRefusals makes one finding of the lines that both sides write about a file
// that cannot be read. The daemon's lines tell no file, and often no app.
func joinRefusals(files []*Finding) []*Finding {
	slices.SortStableFunc(files, func(a, b *Finding) int {
		if tells := len(b.Subject) - len(a.Subject); a.Subject == "" || b.Subject == "" {
			return tells
		}
		return 0
	})
	var found []*Finding
	for _, f := range files {
		i := slices.IndexFunc(found, func(g *Finding) bool {
			apart, ok := f.At.Since(g.At)
			return (f.App == nil || f.App == g.App) && (f.Subject == "" || f.Subject == g.Subject) &&
				(!ok || apart > -sameFault && apart < sameFault)
		})
		if i < 0 {
			found = append(found, f)
			continue
		}
		g := found[i]
		g.Count = max(g.Count, f.Count)
		g.Until = parse.Latest(g.Until, f.Until)
		if why := f.text("why"); g.text("why") == "" {
			g.set("why", why)
		}
		g.prove(f.Evidence...)
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
	// -997 alone is also what every task gets when the daemon itself goes
	gone := firstOf(tr.Evidence, lifecycle.ClientGone, lifecycle.ClientNeeded)
	if gone.Found() {
		f.put("lost", true)
		f.put("code", strconv.Itoa(codeLost)) // told apart from those that were not lost
	}
	f.prove(tr.Evidence.Of(lifecycle.DataTaskCreated), gone)
	if tr.Error.Known && tr.Error.Code == codeLost {
		f.prove(tr.Error.By)
	}
	if len(f.Evidence) == 0 {
		f.prove(tr.Error.By) // an error of the app that names a BackgroundDataTask
	}
	return f
}

// streamUpload: an upload from a stream that was lost with its app.
func streamUpload(_ *lifecycle.Timeline, tr *lifecycle.Transfer) *Finding {
	body := tr.Evidence.Of(lifecycle.BodyStreamNeeded)
	if !body.Found() || !tr.Error.Known || tr.Error.Code != codeLost || tr.Error.At.Before(body.Time) {
		return nil
	}
	f := aboutTransfer(&transferUploadFromData, tr)
	f.put("stream", true)
	f.put("code", strconv.Itoa(codeLost)) // told apart from exceptions
	f.prove(body, tr.Error.By)
	return f
}
