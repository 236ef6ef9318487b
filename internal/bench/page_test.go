package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// invented is a page of invented figures.
func invented() *page {
	ms := time.Millisecond
	took := func(median, cpu time.Duration, peak int64) summary {
		return summary{median: median, min: median - 5*ms, max: median + 20*ms, cpu: cpu, peak: peak}
	}
	return &page{
		options: options{runs: 3},
		when:    time.Date(2026, 3, 1, 12, 30, 0, 0, time.FixedZone("", 3600)),
		machine: machine{
			processor: "Example | CPU", cores: 2, used: 2, memory: 8 << 30, system: "Example Linux 12 (amd64)", load: "1.50",
			golang: "go1.26", tools: []string{"ripgrep 15.0.0", "jq-1.8"}, commit: "0123456789ab",
		},
		results: []*result{
			{
				subject: subjects[0], log: written{style: "log-default", text: 100e6, stored: 100e6}, read: reading{400_000, 380_000, 38_000, 5},
				rows: []row{
					{name: "bglog", summary: took(90*ms, 160*ms, 60e6)},
					{name: "rg -c -F", limit: 1, summary: took(100*ms, 80*ms, 110e6)},
					{name: "wc -l", summary: took(20*ms, 20*ms, 9e6)},
				},
			},
			{
				subject: subjects[4], log: written{style: "log-default", text: 100e6, stored: 18e6}, read: reading{400_000, 380_000, 38_000, 5},
				rows: []row{
					{name: "bglog", summary: took(500*ms, 600*ms, 61e6)},
					{name: "gzip -dc", limit: 1.2, summary: took(400*ms, 400*ms, 0)},
				},
			},
		},
		growth: []grown{
			{size: 64 << 20, log: written{text: 64 << 20}, read: reading{lines: 270_000}, summary: took(100*ms, 180*ms, 60e6)},
			{size: 1 << 30, log: written{text: 1 << 30}, read: reading{lines: 4_320_000}, summary: took(1920*ms, 3000*ms, 151e6)},
		},
		log: &native{bytes: 100e6, packed: 60e6, records: 1_500_000, rows: [...]row{
			nativeWanted:    {name: nativeWays[nativeWanted], summary: took(300*ms, 620*ms, 60e6)},
			nativeWantedOne: {name: nativeWays[nativeWantedOne], summary: took(500*ms, 500*ms, 60e6)},
			nativeAll:       {name: nativeWays[nativeAll], summary: took(1500*ms, 2000*ms, 70e6)},
			nativeAllOne:    {name: nativeWays[nativeAllOne], summary: took(1500*ms, 2000*ms, 70e6)},
			nativePacked:    {name: nativeWays[nativePacked], summary: took(1100*ms, 1500*ms, 130e6)},
			nativeInflate:   {name: nativeWays[nativeInflate], summary: took(1000*ms, 1000*ms, 0)},
		}},
		missing: []string{"jq"},
		own:     10e6,
	}
}

func TestPage(t *testing.T) {
	const path = "testdata/page.golden"
	got := strings.TrimSuffix(strings.TrimPrefix(invented().markdown(), pageHead), pageLimits)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("page (-want +got):\n%s", d)
	}
}

func TestPromises(t *testing.T) {
	kept := map[string]bool{}
	for _, p := range invented().promises() {
		kept[p.about+": "+p.measured] = p.kept
	}
	want := map[string]bool{
		"log-default: time, in times of `rg -c -F`: 0.90":                       true,
		"log-default.gz: time, in times of `gzip -dc`: 1.25":                    false,
		"growth from 64 MiB to 1 GiB: times the time for times the bytes: 1.20": false,
		"memory at most: 151 MB":                                                false,
		"log archive: .tracev3 per second of one core, at least: 200 MB/s":      true,
		"log archive, all of it as text: the same: 50 MB/s":                     false,
		"sysdiagnose: time, in times of `gzip -dc`: 1.10":                       true,
		"log archive and sysdiagnose: memory at most: 130 MB":                   true,
	}
	if d := cmp.Diff(want, kept); d != "" {
		t.Errorf("kept (-want +got):\n%s", d)
	}
}

// The page in docs is what the command wrote: its words are those of this package.
func TestDocsAreWrittenByTheCommand(t *testing.T) {
	doc, err := os.ReadFile("../../docs/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	if text := string(doc); !strings.HasPrefix(text, pageHead) || !strings.HasSuffix(text, pageLimits) {
		t.Error("docs/performance.md has other words than the command writes; run: go run ./internal/bench -write docs/performance.md")
	}
}
