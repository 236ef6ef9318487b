package rules

import "strings"

// Policy says what a policy of dasd means that keeps an activity from running, and
// what can be done about it.
type Policy struct {
	Short string // "device in use"
	Means string // a sentence without its full stop
	Helps string // what the developer or the user can do
}

// policyRow is one row of the table of policies.
type policyRow struct {
	name      string // of the policy, in lower case letters only
	rationale string // that it must hold; empty: any
	Policy
}

// policies are those of dasd, as in the decompiled scheduler of iOS 11 to 26 and in
// logs that were posted; of two rows of one policy the first that fits counts.
var policies = []policyRow{
	{"application", "pushdisallowed", Policy{"pushes not allowed", "the app may not be launched for pushes", "leave Background App Refresh on; do not quit the app in the app switcher"}},
	{"application", "", Policy{"app seldom used", "the scheduler does not expect the user to open the app soon", "expect fewer runs for apps that are seldom opened"}},
	{"batterylevel", "", Policy{"battery", "processing waits for the charger", "charge the device; ask for a refresh where minutes are not needed"}},
	{"chargerpluggedin", "", Policy{"not charging", "the request requires external power", "charge the device, or do not set requiresExternalPower"}},
	{"deviceactivity", "processing", Policy{"device in use", "the user is using the device; processing tasks wait until it is idle", "leave the device locked and idle, such as overnight"}},
	{"deviceactivity", "", Policy{"device in use", "the user is using the device", "leave the device locked and idle"}},
	{"lowpowermode", "", Policy{"Low Power Mode", "Low Power Mode is on", "turn Low Power Mode off, or charge the device"}},
	{"energybudget", "", Policy{"energy budget", "the app has spent the energy that it is allowed in the background", "run less often and shorter; on the charger the budget does not count"}},
	{"databudget", "", Policy{"data budget", "the cellular data allowed to background work is spent", "use Wi-Fi"}},
	{"cpuusage", "", Policy{"CPU busy", "other work keeps the processor busy", "nothing: it passes"}},
	{"memorypressure", "cameraisactive", Policy{"camera in use", "memory is kept for the camera", "nothing: it passes"}},
	{"memorypressure", "", Policy{"memory", "memory is short", "nothing: it passes"}},
	{"thermal", "", Policy{"too warm", "the device is too warm", "nothing: it passes when the device has cooled down"}},
	{"networkquality", "unconstrained", Policy{"Low Data Mode", "the request needs a network that Low Data Mode does not limit", "turn Low Data Mode off, or do not require the network"}},
	{"networkquality", "", Policy{"network", "there is no network good enough for a request that needs one", "join a good network, or do not set requiresNetworkConnectivity"}},
	{"thunderingherd", "", Policy{"after a long rest", "the device has just come back from a long time idle or offline, and spreads what has piled up", "nothing: it passes within 15 minutes"}},
	{"boottime", "", Policy{"after a restart", "the device has just been started", "nothing: it passes within minutes"}},
	{"callinprogress", "", Policy{"phone call", "a call is in progress", "nothing: it passes"}},
	{"activityratelimit", "", Policy{"rate limit", "the activity ran too often", "submit less often"}},
	{"activitygroup", "", Policy{"group full", "as many activities of its group run as may at a time", "nothing: it waits for its turn"}},
	{"fileprotection", "classc", Policy{"before first unlock", "the device has not been unlocked since it was started", "unlock the device once"}},
	{"fileprotection", "", Policy{"device locked", "the files that it needs are protected while the device is locked", "unlock the device"}},
	{"motionstate", "", Policy{"in motion", "the device is moving", "nothing: it passes"}},
	{"incar", "", Policy{"in a car", "the device is used in a car", "nothing: it passes"}},
	{"carplayconnected", "", Policy{"in a car", "CarPlay is connected", "nothing: it passes"}},
	{"powernap", "", Policy{"asleep", "the Mac sleeps", "wake the Mac"}},
	{"customsystemconstraints", "", Policy{"system busy", "the system is short of what the activity needs", "nothing: it passes"}},
	{"activityprogress", "", Policy{"no progress", "the task reported no progress", "report progress at least every 20 to 30 s"}},
	{"viewfinder", "", Policy{"camera in use", "the camera is open", "nothing: it passes"}},
	{"diskspace", "", Policy{"disk full", "there is too little room on the device", "free some space"}},

	// what is no policy's answer: dasd passes an activity over in a round
	{"scorebelowthethreshold", "", Policy{"a better time expected", "it may run, but the scheduler waits for a better time within its window", "nothing: earliestBeginDate is no schedule"}},
	{"incompatiblewitharunningactivity", "", Policy{"another activity runs", "it does not go together with what runs now", "nothing: it waits for its turn"}},
	{"groupfull", "", Policy{"group full", "as many activities of its group run as may at a time", "nothing: it waits for its turn"}},
	{"ratelimited", "", Policy{"rate limit", "its kind ran too often", "submit less often"}},
	{"scoretoolow", "", Policy{"score too low", "the scheduler found a worse moment than it had planned for", "nothing: it is scored again"}},
	{"notinitswindow", "", Policy{"not in its window", "its earliest begin date lies ahead, or its time has passed", "nothing: it is scored again"}},
	{"schedulingpaused", "", Policy{"scheduling paused", "the scheduler was paused", "nothing: it passes"}},
	{"launchesoftheapparespaced", "", Policy{"launches spaced", "the app was launched many times already; further launches are put apart", "submit less often"}},
}

// PolicyOf explains a policy's answer; false for a policy that is not known, which
// is then shown as it is.
func PolicyOf(policy, rationale string) (Policy, bool) {
	name := strings.TrimSuffix(letters(policy), "policy")
	why := letters(rationale)
	for _, p := range policies {
		if p.name == name && strings.Contains(why, p.rationale) {
			return p.Policy, true
		}
	}
	return Policy{Short: policy}, false
}

// letters makes names comparable: "Device Activity Policy" and "DeviceActivityPolicy".
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, s)
}
