package logstyle

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"testing"
)

func generate(t *testing.T, style string, size int64, seed uint64, relevant float64) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Generate(&out, style, size, seed, relevant); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestGenerateIsDeterministic(t *testing.T) {
	one, two := generate(t, "log-default", 2<<20, 7, 0.15), generate(t, "log-default", 2<<20, 7, 0.15)
	if sha256.Sum256(one) != sha256.Sum256(two) {
		t.Error("the same seed gave two logs")
	}
	if other := generate(t, "log-default", 2<<20, 8, 0.15); bytes.Equal(one[:1<<20], other[:1<<20]) {
		t.Error("two seeds gave the same log")
	}
}

func TestGenerateShare(t *testing.T) {
	read := regexp.MustCompile(` (runningboardd|SpringBoard|dasd|nsurlsessiond): |\[com\.apple\.(UIKit|CFNetwork|BackgroundTasks|runningboard|duetactivityscheduler):`)
	own := regexp.MustCompile(` 0    [^(\[]+: [^(\[]`) // the apps' own prints are read, too
	for _, want := range []float64{0, 0.15, 0.4} {
		log := generate(t, "log-default", 4<<20, 1, want)
		if n := int64(len(log)); n < 4<<20 || n > 4<<20+64<<10 {
			t.Errorf("%d bytes, want little more than 4 MiB", n)
		}
		lines, hits := 0, 0
		for line := range strings.Lines(string(log)) {
			if !strings.HasPrefix(line, "2026-") {
				continue
			}
			lines++
			if read.MatchString(line) || want > 0 && strings.Contains(line, " Notes: ") && own.MatchString(line) {
				hits++
			}
		}
		if got := float64(hits) / float64(lines); got < want-0.01 || got > want+0.01 {
			t.Errorf("share %.3f of %d lines, want %.2f", got, lines, want)
		}
		if mean := len(log) / lines; mean < 220 || mean > 320 {
			t.Errorf("%d bytes a line, want about 260", mean)
		}
		if stories := bytes.Count(log, []byte("Bootstrapping app<")); (want > 0) != (stories > 0) {
			t.Errorf("share %.2f: %d launches", want, stories)
		}
	}
}

func TestGenerateEveryStyle(t *testing.T) {
	for _, s := range Styles {
		log := generate(t, s.Name, 256<<10, 3, 0.15)
		if len(log) < 250<<10 {
			t.Errorf("%s: only %d bytes", s.Name, len(log))
		}
		switch s.Name {
		case "log-json":
			if !json.Valid(log) {
				t.Errorf("%s: not JSON", s.Name)
			}
		case "iterator-csv":
			if _, err := csv.NewReader(bytes.NewReader(log)).ReadAll(); err != nil {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
	}
}

func TestGenerateErrors(t *testing.T) {
	if err := Generate(io.Discard, "papyrus", 1, 1, 0.15); err == nil {
		t.Error("an unknown style was accepted")
	}
	if err := Generate(failing{}, "log-default", 1<<20, 1, 0.15); err == nil {
		t.Error("a failed write was not told")
	}
}

func TestCompile(t *testing.T) {
	r := filler{random: 1}
	for format, want := range map[string]string{
		"100%% of %d":                  `^100% of \d{1,3}$`,
		"%llu %x %#llx %p":             `^\d+ [0-9a-f]+ 0x[0-9a-f]+ 0x1[0-9a-f]{8}$`,
		"%.3f and %f, %.1f":            `^\d+\.\d{3} and \d+\.\d\d, \d+\.\d$`,
		"%{uuid_t}.16P":                `^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`,
		"%{public}s %{private}@ %s":    `^[a-z-]+ <private> [a-z-]+$`,
		"<mask.hash: '%{mask.hash}s'>": `^<mask\.hash: '[A-Za-z0-9+/]{22}=='>$`,
		"%{open}u":                     `^800001$`,
		"Task <%{task}s done":          `^Task <[0-9A-F-]{36}>\.<0> done$`,
		"nothing":                      `^nothing$`,
	} {
		if got := string(r.fill(nil, compile(format))); !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("%q gave %q", format, got)
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	const size = 16 << 20
	b.SetBytes(size)
	for b.Loop() {
		if err := Generate(io.Discard, "log-default", size, 1, DefaultRelevant); err != nil {
			b.Fatal(err)
		}
	}
}
