package lifecycle_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// repeated reports the state of an app as every daemon repeats it. Where the export names
// no library, those of daemons that are not read for themselves are left out on purpose.
func repeated(r *parse.Record) bool {
	return r.Image == "" && r.Subsystem == "" && strings.HasPrefix(r.Message, "Received state update for ")
}

// recognised lists the records of which the catalogue knows the message.
func recognised(t *testing.T, data []byte, opts parse.Options) (list []string, sum *parse.Summary) {
	t.Helper()
	opts.Annotate = lifecycle.Annotate
	sum, err := parse.Bytes("log", data).Scan(context.Background(), opts, func(records []parse.Record) error {
		for i := range records {
			if r := &records[i]; lifecycle.Recognised(r) && !repeated(r) {
				list = append(list, fmt.Sprintf("%d %v %s[%d] (%s) [%s:%s] %s", r.Line, r.Time, r.Process, r.PID, r.Image, r.Subsystem, r.Category, r.Message))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list, sum
}

// Skipping what nobody wants loses no record that the catalogue knows, in any style.
func TestNothingKnownIsSkipped(t *testing.T) {
	for k, s := range logstyle.Styles {
		if s.Name == "bare" || strings.Contains(s.Name, "+") {
			continue // pastes are taken apart by what is wanted
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := logstyle.Generate(&b, s.Name, 300<<10, uint64(k), 0.6); err != nil {
				t.Fatal(err)
			}
			logs := [][]byte{b.Bytes()}
			for i := k % 4; i < len(logstyle.Scenarios); i += 4 {
				var b bytes.Buffer
				if err := s.Render(&b, logstyle.Scenarios[i].Entries(), logstyle.Options{Redacted: i%8 > 3, CRLF: i%16 > 7}); err != nil {
					t.Fatal(err)
				}
				logs = append(logs, b.Bytes())
			}
			known := 0
			for i, data := range logs {
				want, all := recognised(t, data, parse.Options{Format: s.Format})
				got, some := recognised(t, data, parse.Options{Format: s.Format, Interest: lifecycle.Interest()})
				if d := cmp.Diff(want, got); d != "" {
					t.Fatalf("log %d (-all records +those wanted):\n%s", i, d)
				}
				if all.Lines != some.Lines || all.Unparsed < some.Unparsed || some.Kept > all.Kept {
					t.Errorf("log %d: %d and %d lines, %d and %d unparsed, %d and %d kept", i, all.Lines, some.Lines, all.Unparsed, some.Unparsed, all.Kept, some.Kept)
				}
				known += len(got)
			}
			if known < 200 {
				t.Errorf("only %d records are known", known)
			}
		})
	}
}
