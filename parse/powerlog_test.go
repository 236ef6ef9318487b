package parse

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse/sqlite/sqlitetest"
)

const powerStart = 1781006400.0 // 2026-06-09T12:00:00Z

// powerSample has a row of each kind. The clock is 400 s ahead at first, 100 s from
// an hour on.
var powerSample = sqlitetest.PowerLog{
	Offsets:  [][]any{{powerStart + 3600, nil, nil, -100.0}, {powerStart, 0.0, -1.0, -400.0}},
	States:   [][]any{{powerStart + 430, "com.example.notes", 412, 4, 1}, {powerStart + 3700.5, "com.example.notes", 412, 8, 0}, {nil, "com.example.notes", 1, 1, 0}},
	Exits:    [][]any{{powerStart + 500, "com.example.notes", 2, 412, 9}},
	Prewarms: [][]any{{powerStart + 400, "com.example.notes", 412}},
	Transfers: [][]any{
		{powerStart + 450, "com.example.notes:[com.example.notes:(null)]", "6B3F5A52-9E0D-4C47-8B1A-0D5E2C9A7F31", 0, nil, nil, nil, nil, nil, nil},
		{powerStart + 460, "com.example.notes", "6B3F5A52-9E0D-4C47-8B1A-0D5E2C9A7F31", 5, 12, 0, -1001, "NSURLErrorDomain", 1, 1},
	},
	Activities: [][]any{{powerStart + 470, 30, powerStart - 9000, powerStart + 90000, 30, "bgRefresh-com.example.notes.refresh", "com.example.notes"}},
	Lifecycles: [][]any{{powerStart + 990, "bgProcessing-com.example.notes.index", 5, "com.example.notes", powerStart + 80, powerStart + 140, 60}},
}

// toldPower writes what was read of a database.
func toldPower(p *PowerLog) (rows []string) {
	clock := func(t Time) string { return t.Std().Format("15:04:05.0") }
	for _, x := range p.States {
		rows = append(rows, fmt.Sprintf("%s %s %d state %d", clock(x.Time), x.App, x.PID, x.State))
	}
	for _, x := range p.Exits {
		rows = append(rows, fmt.Sprintf("%s %s %d exit %d %d", clock(x.Time), x.App, x.PID, x.Reason, x.Subcode))
	}
	for _, x := range p.Prewarms {
		rows = append(rows, fmt.Sprintf("%s %s %d prewarmed", clock(x.Time), x.App, x.PID))
	}
	for _, x := range p.Transfers {
		rows = append(rows, fmt.Sprintf("%s %s %.8s transfer %d, %d received, %d sent, %s %d, retry %v, discretionary %v",
			clock(x.Time), x.App, x.UUID, x.State, x.Received, x.Sent, x.ErrorDomain, x.Error, x.WillRetry, x.Discretionary))
	}
	for _, x := range p.Runs {
		rows = append(rows, fmt.Sprintf("%s %s ran %v s for %s at %d", clock(x.Time), x.Name, x.Seconds, x.App, x.Priority))
	}
	return rows
}

var powerTold = []string{
	"14:00:30.0 com.example.notes 412 state 4",
	"15:00:00.5 com.example.notes 412 state 8",
	"14:01:40.0 com.example.notes 412 exit 2 9",
	"14:00:00.0 com.example.notes 412 prewarmed",
	"14:00:50.0 com.example.notes 6B3F5A52 transfer 0, -1 received, -1 sent,  0, retry false, discretionary false",
	"14:01:00.0 com.example.notes 6B3F5A52 transfer 5, 12 received, 0 sent, NSURLErrorDomain -1001, retry true, discretionary true",
	"14:01:10.0 bgRefresh-com.example.notes.refresh ran 30 s for com.example.notes at 30",
	"14:01:20.0 bgProcessing-com.example.notes.index ran 60 s for com.example.notes at 5",
}

// TestPowerLog: every kind of row, as a file, compressed and from a pipe.
func TestPowerLog(t *testing.T) {
	file := powerSample.Database().Bytes()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(file)
	z.Close()
	path := filepath.Join(t.TempDir(), "powerlog_1.PLSQL")
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]*Input{"file": fileInput(path, 0), "gz": Bytes("x.PLSQL.gz", packed.Bytes()), "bytes": Bytes("x", file)} {
		sum, err := in.Scan(context.Background(), Options{Zone: time.FixedZone("+02:00", 7200)}, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(powerTold, toldPower(sum.PowerLog)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if sum.Format != "powerlog" || !sum.Complete || !sum.Aside() || !sum.PowerLog.Shifted || sum.Records != 11 ||
			!cmp.Equal(sum.Notes, []string{"1 row of PowerLog without time or name left out"}) {
			t.Errorf("%s: %+v", name, sum)
		}
	}
}

// TestPowerLogDiffers: other systems lack tables and columns; what is there is read.
func TestPowerLogDiffers(t *testing.T) {
	states := "PLApplicationAgent_EventForward_Application"
	for _, c := range []struct {
		name   string
		change func(db *sqlitetest.Database)
		want   []string
		notes  []string
	}{
		{"written ahead, in UTF-16", func(db *sqlitetest.Database) { db.WriteAhead, db.Encoding = true, 2 }, []string{powerTold[0], powerTold[1]},
			[]string{"the newest rows of PowerLog may be in its write-ahead log (-wal), which is not read"}},
		{"no offsets", func(db *sqlitetest.Database) { db.Tables = db.Tables[2:] },
			[]string{"14:07:10.0 com.example.notes 412 state 4", "15:01:40.5 com.example.notes 412 state 8"},
			[]string{"PowerLog does not tell how far its clock is from the device's: its times may be off"}},
		{"no pids", func(db *sqlitetest.Database) {
			db.Tables[2].SQL = strings.Replace(db.Tables[2].SQL, "'pid'", "'process'", 1)
		}, []string{"14:00:30.0 com.example.notes -1 state 4", "15:00:00.5 com.example.notes -1 state 8"}, []string{"PowerLog of this system lacks " + states + ".pid"}},
	} {
		db := sqlitetest.PowerLog{Offsets: powerSample.Offsets, States: powerSample.States[:2]}.Database()
		c.change(&db)
		sum, err := Bytes("x", db.Bytes()).Scan(context.Background(), Options{Zone: time.FixedZone("+02:00", 7200)}, nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, toldPower(sum.PowerLog)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		lacking := "PowerLog of this system lacks PLApplicationAgent_EventPoint_ApplicationExitReason, PLApplicationAgent_EventPoint_AppPrewarm, " +
			"PLXPCAgent_EventPoint_BackgroundTransfer, PLDuetService_EventNone_DASActivity"
		notes := append([]string{lacking}, c.notes...)
		if strings.HasPrefix(c.notes[0], "PowerLog of") {
			notes = []string{lacking + ", " + states + ".pid"}
		}
		if diff := cmp.Diff(notes, sum.Notes); diff != "" {
			t.Errorf("%s: notes (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestPowerLogCut: a database that is cut off gives what is left, and says so.
func TestPowerLogCut(t *testing.T) {
	sample := sqlitetest.PowerLog{Offsets: powerSample.Offsets}
	for i := range 2000 {
		sample.States = append(sample.States, []any{powerStart + float64(i), "com.example.notes", 412, 4, 0})
	}
	file := sample.Database().Bytes()
	for _, part := range []int{20, 60, 95} {
		size := len(file) * part / 100
		sum, err := Bytes("x", file[:size]).Scan(context.Background(), Options{}, nil)
		if err != nil {
			if !errors.Is(err, ErrNothing) {
				t.Errorf("%d %%: %v", part, err)
			}
			continue
		}
		if n := len(sum.PowerLog.States); sum.Complete || n == 2000 {
			t.Errorf("%d %%: complete %v, %d rows, %q", part, sum.Complete, n, sum.Notes)
		}
	}
}

// TestOtherDatabase: other databases are none of ours.
func TestOtherDatabase(t *testing.T) {
	_, err := Bytes("x", sqlitetest.PowerLog{}.Database().Bytes()).Scan(context.Background(), Options{}, nil)
	if !errors.Is(err, ErrNothing) || err.Error() != "x: an SQLite database, but none of PowerLog: nothing readable" {
		t.Errorf("%v", err)
	}
}

func FuzzPowerLog(f *testing.F) {
	f.Add(powerSample.Database().Bytes())
	small := powerSample.Database()
	small.PageSize = 512
	f.Add(small.Bytes())
	f.Fuzz(func(t *testing.T, file []byte) {
		if !isDatabase(file) {
			return
		}
		sum, err := Bytes("x", file).Scan(context.Background(), Options{}, nil)
		if err == nil && sum.PowerLog == nil {
			t.Error("neither read nor refused")
		}
		if p := sum.PowerLog; p != nil && len(p.States)+len(p.Exits)+len(p.Prewarms)+len(p.Transfers)+len(p.Runs) > len(file) {
			t.Error("more rows than bytes")
		}
	})
}

// TestPowerLogNewest: of more rows than are kept the oldest are left out.
func TestPowerLogNewest(t *testing.T) {
	const rows = 2*maxPowerRows + 30_003
	var p sqlitetest.PowerLog
	for i := range rows {
		p.States = append(p.States, []any{1780998000.0 + float64(i), "com.example.notes", i + 1, 4, 0})
	}
	p.Prewarms = [][]any{{1780998000.0, "com.example.notes", 7}}
	sum, err := Bytes("x", p.Database().Bytes()).Scan(context.Background(), Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	states := sum.PowerLog.States
	if len(states) != maxPowerRows || states[0].PID != rows-maxPowerRows+1 || states[len(states)-1].PID != rows || len(sum.PowerLog.Prewarms) != 1 {
		t.Errorf("%d states, from process %d to %d, and %d prewarms", len(states), states[0].PID, states[len(states)-1].PID, len(sum.PowerLog.Prewarms))
	}
	if want := fmt.Sprintf("%d rows of PowerLog older than the last %d of a kind left out", rows-maxPowerRows, maxPowerRows); !slices.Contains(sum.Notes, want) {
		t.Errorf("notes %q, want %q among them", sum.Notes, want)
	}
}
