package rules

import (
	"slices"
	"strconv"

	"github.com/bglog/bglog/lifecycle"
)

func decimal(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// conditionRules by the kind of condition.
var conditionRules = map[string]*Rule{
	lifecycle.ConditionDebugger:   &contextDebuggerAttached,
	lifecycle.ConditionRefreshOff: &contextBackgroundRefreshOff,
	lifecycle.ConditionLowPower:   &contextLowPowerMode,
}

func checkConditions(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, c := range t.Conditions {
		rule := conditionRules[c.Kind]
		if rule == nil {
			continue
		}
		f := newFinding(rule, nil, "")
		if c.App != nil && c.App.Label() != "" {
			f.App = c.App
			f.put("what", c.App.Label())
		}
		f.At, f.Until = c.From, c.To
		if c.Origin == lifecycle.SDK {
			f.Certainty = Likely
			f.put("source", "a plug-in's line")
		}
		if c.From.Known() {
			f.put("since", c.From)
			f.put("first", c.From)
		}
		if c.To.Known() {
			f.put("last", c.To)
		}
		f.prove(c.Evidence)
		found = append(found, f)
	}
	if t.Device.Simulator == lifecycle.Yes {
		f := newFinding(&contextSimulator, nil, "")
		f.At = t.Device.SimulatorBy.Time
		f.prove(t.Device.SimulatorBy)
		found = append(found, f)
	}
	return found
}

// capability is what a text about a missing capability concerns.
type capability struct {
	key, what string
	where     string // in Xcode's Signing & Capabilities; empty: Background Modes
	inferred  bool   // the text does not name the key
}

var capabilities = map[string]capability{
	"dasd.bar_deny2":         {key: "UIBackgroundModes", what: "BGTaskScheduler requests"},
	"dasd.bar_deny2_short":   {key: "UIBackgroundModes", what: "BGTaskScheduler requests"},
	"dasd.not_entitled":      {what: "a call of the background scheduler that needs an entitlement", where: "the capability of that call, as HealthKit's for BGHealthResearchTask"},
	"hm.no_background":       {what: "HomeKit in the background"},
	"hm.no_background_short": {what: "HomeKit in the background"},
	"entitlement.api":        {what: "an API that needs an entitlement"},
	"entitlement.background_session": {
		key: "com.apple.application-identifier", where: "it comes with the provisioning profile that the app is signed with",
		what: "URLSession's background sessions",
	},
	"hk.no_background_delivery": {
		key: "com.apple.developer.healthkit.background-delivery", where: "HealthKit, Background Delivery", what: "updates of HealthKit in the background",
	},
	"sandbox.dns": {
		key: "com.apple.security.network.client", inferred: true, where: "App Sandbox, Outgoing Connections",
		what: "the network; that this entitlement is missing is inferred from the refusal",
	},
}

// modeAskers are those who say that a mode is missing, by row; else it is UIKit, which
// knows of a method only.
var modeAskers = map[string]string{"ck.no_mode": "CloudKit", "sdk.expo_no_mode": "a module of Expo", "sdk.airship_no_mode": "the SDK of Airship"}

func checkCapabilities(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, c := range t.Clues {
		f := newFinding(&contextMissingCapability, c.Process, c.Subject)
		switch c.Event {
		case lifecycle.MissingMode:
			// UIKit's hint comes with every project whose framework implements the method
			f.Severity = Warning
			f.put("key", c.Subject)
			f.set("what", c.Fields["method"])
			f.set("source", modeAskers[c.Fields["row"]])
			f.set("raises", c.Fields["raises"] != "")
			if c.Origin == lifecycle.SDK {
				f.Certainty = Likely
			}
		case lifecycle.MissingCapability:
			cap := capabilities[c.Fields["row"]]
			f.set("key", cap.key)
			f.set("what", cap.what)
			f.set("where", cap.where)
			if cap.inferred {
				f.Certainty = Likely
			}
		case lifecycle.AudioState:
			// the false friend: audiomxd writes it of every app without the audio mode,
			// and it says nothing of tasks, fetches or transfers
			f.Severity = Info
			f.put("key", "audio")
		default:
			continue
		}
		f.At, f.Until, f.Count = c.Evidence.Time, c.Until, c.Count
		f.prove(c.Evidence)
		f.prove(c.More...)
		found = append(found, f)
	}
	return found
}

// saysClockSet reports whether the line at which times go back says itself that the clock was set.
func saysClockSet(at, back lifecycle.Gap) bool {
	return at.Why == back.Why && at.Evidence.Input == back.Evidence.Input && at.Evidence.Line == back.Evidence.Line && !at.To.Before(at.From)
}

// checkLog: what limits the log as a witness.
func checkLog(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	byWhy := map[string]*Finding{}
	for _, g := range t.Gaps {
		if !g.Evidence.Found() {
			continue // no line tells of it; the notes of the input do
		}
		if g.To.Before(g.From) && slices.ContainsFunc(t.Gaps, func(at lifecycle.Gap) bool { return saysClockSet(at, g) }) {
			continue
		}
		f := byWhy[g.Why]
		if f == nil {
			f = newFinding(&contextLogGap, nil, g.Why)
			f.At = g.From
			f.Count = 0
			f.put("why", g.Why)
			if g.To.Before(g.From) {
				f.Certainty = Likely // no line says that the clock was set
				f.put("backwards", true)
			}
			byWhy[g.Why] = f
			found = append(found, f)
		}
		f.Count++
		f.Until = g.To
		f.prove(g.Evidence)
	}
	for _, a := range t.Apps {
		for _, p := range a.Processes {
			if !p.Silenced.Found() {
				continue
			}
			f := newFinding(&contextLogGap, p, "quarantined")
			f.At, f.Until = p.Silenced.Time, p.ToldEnd()
			f.put("why", "quarantined")
			f.prove(p.Silenced)
			found = append(found, f)
		}
	}
	if t.Redacted && !t.Readable {
		f := newFinding(&contextRedacted, nil, "")
		f.At = t.RedactedBy.Time
		f.prove(t.RedactedBy)
		found = append(found, f)
	}
	return found
}
