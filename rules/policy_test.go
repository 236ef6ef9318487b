package rules

import "testing"

func TestPolicies(t *testing.T) {
	for _, c := range []struct{ policy, rationale, want string }{
		{"DeviceActivityPolicy", "deviceActivity == #", "device in use"},
		{"Device Activity Policy", "launchType == PROCESSING AND deviceActive == #", "device in use"},
		{"MemoryPressurePolicy", "cameraIsActive == #", "camera in use"},
		{"Memory Pressure Policy", "memoryPressure", "memory"},
		{"NetworkQualityPolicy", "[unconstrainedNetworkAvailable]: Required:#, Observed:#", "Low Data Mode"},
		{"Network Quality Policy", "[networkPathAvailability]: Required:#, Observed:#", "network"},
		{"ActivityRateLimitPolicy", "[ratelimited]: Required:#, Observed:#", "rate limit"},
		{"Application Policy", "pushDisallowed", "pushes not allowed"},
		{"File Protection Policy", "classCLocked", "before first unlock"},
		{"score below the threshold", "DecisionToRun:#", "a better time expected"},
	} {
		if got, ok := PolicyOf(c.policy, c.rationale); !ok || got.Short != c.want {
			t.Errorf("%s, %s: got %q, %v; want %q", c.policy, c.rationale, got.Short, ok, c.want)
		}
	}
	if got, ok := PolicyOf("Moon Phase Policy", "moon == #"); ok || got.Short != "Moon Phase Policy" {
		t.Errorf("an unknown policy: got %q, %v", got.Short, ok)
	}
}
