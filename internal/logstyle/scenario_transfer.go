package logstyle

// transferScenarios are stories about background transfers.
var transferScenarios = []Scenario{
	{
		Name: "downloads-one-by-one", Want: []string{"transfer-sequential", "transfer-rate-limited"},
		May: []string{"transfer-discretionary-in-background"},
		happens: func(d *Device, a *App) {
			t := newTeller(d, a, 7)
			t.plain = true
			t.left = 7
			t.tell()
		},
	},
	{
		Name: "healthy-downloads-at-once", Healthy: true,
		happens: func(d *Device, a *App) {
			t := newTeller(d, a, 7)
			t.plain = true
			t.left, t.batch = 10, 10
			t.tell()
		},
	},
}
