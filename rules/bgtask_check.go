package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// bgtaskClues are the rules about BGTasks that one line proves.
var bgtaskClues = map[lifecycle.EventKind]*Rule{
	lifecycle.BGTaskNotAdvertised:        &bgtaskNotPermitted,
	lifecycle.BGTaskNoHandler:            &bgtaskNoLaunchHandler,
	lifecycle.BGTaskRegisteredTwice:      &bgtaskRegisteredTwice,
	lifecycle.BGTaskRegisteredLate:       &bgtaskRegisteredLate,
	lifecycle.BGTaskIdentifierInvalid:    &bgtaskIdentifierInvalid,
	lifecycle.BGTaskResourcesUnsupported: &bgtaskResourcesUnsupported,
	lifecycle.BGTaskSimulated:            &bgtaskSimulated,
	lifecycle.BGTaskNothingScheduled:     &bgtaskSimulatedNothingScheduled,
	lifecycle.BGTaskNoExpirationHandler:  &bgtaskNoExpirationHandler,
	lifecycle.BGTaskNotCompleted:         &bgtaskNotCompleted,
}

// bgtaskCodes are those of BGTaskSchedulerErrorDomain; the number decides, whatever
// an SDK has written around it.
var bgtaskCodes = map[string]*Rule{
	"1": &bgtaskUnavailable,
	"2": &bgtaskTooManyPending,
	"3": &bgtaskNotPermitted,
	"4": &bgtaskRunIneligible,
}

// codeOfScheduler is the code that the app gets for one of dasd's, as far as it is
// known; empty otherwise.
func codeOfScheduler(code int) string {
	switch {
	case code == 4:
		return "2"
	case code == 2, code == 3, code > 9:
		return "3"
	case code == 9:
		return "4"
	}
	return ""
}

// refusedByScheduler: dasd refused requests, and the app does not print what it got. told
// are the findings about errors that apps print.
func refusedByScheduler(t *lifecycle.Timeline, told []*Finding) []*Finding {
	var found []*Finding
	for _, x := range t.BGTasks {
		rule := bgtaskCodes[codeOfScheduler(x.Error)]
		line := x.Evidence.Of(lifecycle.BGTaskSubmitFailed)
		if x.ErrorDomain != lifecycle.SchedulerErrors || rule == nil || !line.Found() ||
			slices.ContainsFunc(told, func(f *Finding) bool { return f.Rule == rule && f.App == x.App }) {
			continue
		}
		f := aboutBGTask(rule, x, line.Time)
		f.drop("kind")
		f.Certainty = Likely // which of its codes the app gets as which is inferred
		f.put("scheduler_code", x.Error)
		f.prove(x.Evidence.Of(lifecycle.BGTaskSubmitCalled), line)
		found = append(found, f)
	}
	return found
}

// checkBGTasks: requests that the system refused, and misuse of the framework.
func checkBGTasks(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	refused := map[*lifecycle.App]*Finding{} // an error and the line that explains it are one fault
	var placed []*Finding
	for _, c := range t.Clues {
		rule := bgtaskClues[c.Event]
		if c.Event == lifecycle.BGTaskError {
			rule = bgtaskCodes[c.Fields["code"]]
		}
		if rule == nil {
			continue
		}
		unlisted := c.Event == lifecycle.BGTaskNotAdvertised // code 3 may as well mean the background mode
		f := aboutClue(rule, c)
		f.set("code", c.Fields["code"])
		f.set("unlisted", unlisted)
		f.set("simulator", t.Device.Simulator == lifecycle.Yes)
		if c.Origin == lifecycle.SDK {
			f.put("source", "a plug-in")
		}
		if line := c.Fields["line"]; line != "" { // another version has other lines there
			f.Certainty = Likely
			f.put("source_line", line)
		}
		if rule == &bgtaskNotPermitted {
			first := refused[c.App]
			if first != nil && first.Subject == "" && c.Event == lifecycle.BGTaskError && !strings.Contains(c.Evidence.Text, "ErrorDomain") {
				first.Subject = c.Subject // the error's userInfo, below its code
			}
			if first != nil && (c.Subject == first.Subject || c.Subject == "" && c.Event == lifecycle.BGTaskError) {
				first.prove(c.Evidence)
				if !first.tells("unlisted") {
					first.set("unlisted", unlisted)
				}
				first.Until = parse.Latest(first.Until, c.Evidence.Time)
				continue
			}
			refused[c.App] = f
		}
		if c.Fields["placed"] != "" {
			placed = append(placed, f)
			continue
		}
		found = append(found, f)
	}
	for _, f := range placed { // the text of the exception tells more than where it was thrown
		i := slices.IndexFunc(found, func(o *Finding) bool { return o.Rule == f.Rule && o.App == f.App })
		if i < 0 {
			found = append(found, f)
			continue
		}
		found[i].prove(f.Evidence...)
	}
	found = append(found, refusedByScheduler(t, found)...)
	return append(found, markedStalled(t)...)
}

// markedStalled: dasd counts a task as without progress, in a log that shows no continued
// processing; its policy ends such a task (reference: Activity Progress Policy).
func markedStalled(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	if slices.ContainsFunc(t.BGTasks, func(x *lifecycle.BGTask) bool { return x.Kind == lifecycle.BGContinued }) {
		return nil
	}
	for _, c := range t.Clues {
		if c.Event != lifecycle.ContinuedMarked {
			continue
		}
		f := aboutClue(&bgtaskContinuedStalled, c)
		f.Certainty = Likely // the end itself is not in the log
		if s, err := strconv.ParseFloat(c.Fields["silent"], 64); err == nil && s > 0 {
			f.put("silent_s", s)
		}
		found = append(found, f)
	}
	return found
}
