package rules

import (
	"github.com/bglog/bglog/lifecycle"
)

// check looks for the faults of one or more rules in a timeline.
type check func(t *lifecycle.Timeline) []*Finding

// checks in the order of the documentation.
var checks = []check{
	checkTasks,
	checkLeaks,
	checkUnknownIdentifiers,
	checkDeniedAssertions,
	checkKeptAssertions,
	checkBGTasks,
	checkBGTaskRuns,
	checkBGTaskWaits,
	checkHandlers,
	checkRateLimits,
	checkSequential,
	checkTransfers,
	checkMisuse,
	checkRequests,
	checkWakes,
	checkSessions,
	checkExits,
	checkVoIPRefusals,
	checkCPU,
	checkConditions,
	checkCapabilities,
	checkLog,
}

// all rules, in the order of the documentation.
var all = []*Rule{
	&taskUnendedAfterExpiration, &taskExpired, &taskNeverEnded, &taskLeak, &taskHeldOver30s, &taskUnknownIdentifier,
	&taskNoExpirationHandler, &taskExpirationHandlerBlocked, &taskAssertionDenied, &taskAssertionKeptAfterEnd,
	&bgtaskNotPermitted, &bgtaskNoLaunchHandler, &bgtaskRegisteredLate, &bgtaskRegisteredTwice, &bgtaskIdentifierInvalid,
	&bgtaskTooManyPending, &bgtaskUnavailable, &bgtaskRunIneligible, &bgtaskResourcesUnsupported, &bgtaskNoExpirationHandler,
	&bgtaskLaunchDenied, &bgtaskLaunchTimeout, &bgtaskHandlerDelayed, &bgtaskExpired,
	&bgtaskNotCompleted, &bgtaskCompletedLate, &bgtaskNotResubmitted, &bgtaskNeverRan, &bgtaskDeferred, &bgtaskBlocked, &bgtaskSubmitChurn,
	&bgtaskSimulated, &bgtaskSimulatedNothingScheduled, &bgtaskContinuedStalled,
	&transferRateLimited, &transferSequential, &transferManySmall, &transferDiscretionaryInBackground,
	&transferCancelledByForceQuit, &transferFailed, &transferTimedOut, &transferRetryLoop, &transferNeverFinished,
	&transferUploadFromData, &transferCompletionBlock, &transferDataTask, &transferFileLost, &transferProtectedFile,
	&requestCutBySuspension,
	&sessionHandlerNotCalled, &sessionNotRecreated, &sessionIdentifierReused, &sessionMany, &sessionLaunchEventsOff,
	&sessionSharedContainerMissing, &sessionDaemonLost, &sessionDaemonUnreachable, &sessionBeforeFirstUnlock,
	&fetchHandlerNotCalled, &fetchOver30s, &pushHandlerNotCalled, &pushHighPrioritySilent,
	&exitAssertionTimeout, &exitWatchdog, &exitFileLock, &exitCPU, &exitThermal, &exitMemory, &exitCrash, &exitVoIPPush,
	&exitTooManyAssertions, &exitBackgroundRefresh, &exitDiskPurge, &exitForceQuit,
	&cpuLimitExceeded,
	&contextDebuggerAttached, &contextSimulator, &contextBackgroundRefreshOff, &contextMissingCapability,
	&contextLowPowerMode, &contextLogGap, &contextRedacted,
}

// All returns every rule, in the order of the documentation.
func All() []*Rule { return append([]*Rule(nil), all...) }

// ByID returns the rule of that id, or nil; also the one about budgets, which no log
// can break by itself.
func ByID(id string) *Rule {
	for _, r := range append(All(), &BudgetExceeded) {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Check judges a timeline. Findings come worst first, effects after their
// causes; they have no ID yet.
func Check(t *lifecycle.Timeline, s Settings) []*Finding {
	var found []*Finding
	for _, c := range checks {
		found = append(found, c(t)...)
	}
	for _, o := range s.Own {
		found = append(found, o.check(t)...)
	}
	for _, f := range found {
		f.Timeline = t.Number
		f.Severity = s.Severity(f)
	}
	contradict(t, found)
	for _, p := range processors {
		found = p(found)
	}
	return found
}
