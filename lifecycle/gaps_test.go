package lifecycle

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

// TestGapsOfArchives: what log show prints of an archive's limits, and what an archive
// as a whole lacks, keeps absences from proving anything.
func TestGapsOfArchives(t *testing.T) {
	const start = 1_781_000_000
	type line struct {
		second  int64
		message string
	}
	first, last := line{0, "Beginning"}, line{300, "End"}
	noText := func(second int64) line {
		return line{second, "<compose failure [5E0C4B7A-91D2-4F36-8A77-0B6D2C19E4F8]>"}
	}
	dropped := func(second int64) line {
		return line{second, "=== Messages dropped during live streaming (use `log show` to see what they were)"}
	}
	away := func(second int64) line { return line{second, "[disconnected:00008110-000A18E11E8B801E]"} }
	event := line{250, "=== log class: TTL more than 14 days begins"}
	type stretch struct {
		From, To int64 // seconds; -1: unknown
		Why      string
		Count    int
	}
	tests := []struct {
		name  string
		lines []line
		whole []parse.Gap
		want  []stretch
	}{
		{"none", []line{first, last}, nil, nil},
		{"persist begins later", []line{first, {120, "=== log class: persist begins"}, last}, nil, []stretch{{0, 120, "before-persist", 0}}},
		{"persist begins the log", []line{{0, "=== log class: persist begins"}, last}, nil, nil},
		{"in memory", []line{first, {120, "=== log class: in-memory begins"}, last}, nil, []stretch{{120, 120, "in-memory-only", 0}}},
		{"another class", []line{first, {120, "=== log class: TTL more than 14 days begins"}, last}, nil, nil},
		{"messages without text", []line{first, noText(20), noText(60), noText(200), last}, nil,
			[]stretch{{20, 60, "unreadable-messages", 2}, {200, 200, "unreadable-messages", 1}}},
		{"log stream leaves messages out", []line{first, dropped(20), dropped(20), dropped(60), last}, nil,
			[]stretch{{20, 20, "stream-dropped", 0}, {60, 60, "stream-dropped", 0}}},
		{"the device is away", []line{first, away(20), away(21), event, last, away(300)}, nil, []stretch{{20, 250, "disconnected", 0}}},
		{"captured anew, twice", []line{first, {20, "captured anew: [connected]"}, {20, "captured anew: [connected]"}, event, last}, nil, []stretch{{20, 250, "restarted", 0}}},
		{"captured anew, and nothing follows", []line{first, event, {300, "captured anew: [connected]"}}, nil, nil},
		{"a daemon is silenced", []line{first, {20, "QUARANTINED DUE TO HIGH LOGGING VOLUME"}, last}, nil, []stretch{{20, 300, "quarantined", 0}}},
		{"an archive in part", []line{first, last}, []parse.Gap{{Why: parse.GapArchive}}, []stretch{{-1, -1, "incomplete-archive", 0}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := NewEngine(1, false)
			sum := &parse.Summary{Gaps: tt.whole, Last: atSecond(start + 300)}
			e.Begin(sum)
			for i, l := range tt.lines {
				rec := parse.Record{Line: i + 1, Time: atSecond(start + l.second), PID: 33, Process: "runningboardd", Message: l.message}
				if strings.HasPrefix(l.message, "=== ") || strings.HasPrefix(l.message, "[") || strings.HasPrefix(l.message, "captured") {
					rec.Kind = parse.KindMarker
				}
				feed(t, e, rec)
			}
			tl := e.Finish([]*parse.Summary{sum})
			var got []stretch
			for _, g := range tl.Gaps {
				s := stretch{-1, -1, g.Why, g.Count}
				if g.From.Known() {
					s.From, s.To = g.From.Micros()/1e6-start, g.To.Micros()/1e6-start
				}
				got = append(got, s)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func atSecond(s int64) Time { return parse.At(time.Unix(s, 0).UTC()) }

// More gaps than are listed still keep what lies in them from proving anything.
func TestManyGaps(t *testing.T) {
	const start = 1_781_000_000
	losses := maxGaps + 200
	e := NewEngine(1, false)
	for i := range losses {
		rec := parse.Record{Line: i + 1, Time: atSecond(start + 60*int64(i)), Message: "lost >=3 unreliable messages from 100-110 (Mach continuous exact start-approx. end)"}
		feed(t, e, rec)
	}
	tl := e.Finish(nil)
	if len(tl.Gaps) != maxGaps {
		t.Fatalf("%d gaps", len(tl.Gaps))
	}
	if got := tl.Gaps[maxGaps-1]; got.Count != 3*201 || got.Why != "lost-messages" {
		t.Errorf("the last gap is %s of %d", got.Why, got.Count)
	}
	for i := range losses - 1 {
		at := atSecond(start + 60*int64(i))
		if !tl.GapBetween(at.Add(-1), at.Add(1)) {
			t.Fatalf("loss %d is forgotten", i+1)
		}
		if got, want := tl.GapBetween(at.Add(20), at.Add(40)), i >= maxGaps-1; got != want {
			t.Fatalf("after loss %d: %v", i+1, got)
		}
	}
}

// Nothing is covered across a start of nsurlsessiond, whether or not the export numbers
// processes, and all is on either side of it.
func TestDaemonStart(t *testing.T) {
	const start = 1_781_000_000
	for _, c := range []struct {
		name     string
		old, new int
	}{
		{"numbered", 95, 311},
		{"without numbers", parse.NoPID, parse.NoPID},
	} {
		e := NewEngine(1, false)
		for i, l := range []struct {
			second  int64
			pid     int
			message string
		}{
			{0, c.old, "Received symptom that we may be on a better network"},
			{60, c.old, "Received symptom that we may be on a better network"},
			{90, c.new, "nsurlsessiond started"},
			{91, c.new, "Received symptom that we may be on a better network"},
			{150, c.new, "Received symptom that we may be on a better network"},
		} {
			rec := parse.Record{Line: i + 1, Time: atSecond(start + l.second), PID: l.pid, Process: "nsurlsessiond", Message: l.message}
			feed(t, e, rec)
		}
		tl := e.Finish(nil)
		for _, w := range []struct {
			from, to int64
			want     bool
		}{{0, 58, true}, {0, 89, false}, {0, 90, false}, {30, 100, false}, {89, 90, false}, {90, 148, true}, {92, 120, true}} {
			if w.to == 89 && c.old == parse.NoPID {
				continue // the first line of the new one may be one of the old one
			}
			if got := tl.DaemonCovered(atSecond(start+w.from), atSecond(start+w.to)); got != w.want {
				t.Errorf("%s: from %d to %d s: %v, want %v: %v", c.name, w.from, w.to, got, w.want, tl.DaemonRuns)
			}
		}
	}
}

// What dasd did is known until its run ends, or something is missing.
func TestSchedulerUntil(t *testing.T) {
	runs := []Span{{atSecond(100), atSecond(200)}, {atSecond(300), atSecond(400)}}
	gap := func(at int64) []Gap { return []Gap{{Gap: parse.Gap{From: atSecond(at), To: atSecond(at)}}} }
	for _, c := range []struct {
		name  string
		from  int64
		gaps  []Gap
		until int64 // 0: unknown
	}{
		{"in a run", 150, nil, 200},
		{"as it begins", 100, nil, 200},
		{"as it ends", 200, nil, 200},
		{"between runs", 250, nil, 0},
		{"in the next run", 301, nil, 400},
		{"a gap later", 150, gap(180), 180},
		{"a gap before", 150, gap(140), 200},
		{"a gap then", 150, gap(150), 200},
		{"a gap after the run", 150, gap(250), 200},
	} {
		tl := &Timeline{SchedulerRuns: runs, Gaps: c.gaps}
		want := Time{}
		if c.until > 0 {
			want = atSecond(c.until)
		}
		if got := tl.SchedulerUntil(atSecond(c.from)); got.Known() != want.Known() || got.Compare(want) != 0 {
			t.Errorf("%s: %v, want %v", c.name, got, want)
		}
	}
}
