package parse

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Notices are read between records of whoever it is, and have the time of the one before,
// wanted or not.
func TestNotices(t *testing.T) {
	const (
		dropped = "=== Messages dropped during live streaming (use `log show` to see what they were)\n"
		gone    = "[disconnected:00008110-000A18E11E8B801E]\n"
	)
	for _, tc := range []struct{ format, records, notice, rest string }{
		{"log-default", "2026-03-02 14:02:1%d.000000+0100 0x1a2b     Default     0x0                  %d    0    %s: (UIKitCore) [com.example:x] line\n", dropped, "+0100"},
		{"log-compact", "2026-03-02 14:02:1%d.000 Df %[3]s[%[2]d:1a2b] [com.example:x] line\n", dropped, "+0000"},
		{"log-syslog", "2026-03-02 14:02:1%d.000000+0100  localhost %[3]s[%[2]d]: (UIKitCore) [com.example:x] line\n", dropped, "+0100"},
		{"log-ndjson", `{"timestamp":"2026-03-02 14:02:1%d.000000+0100","eventType":"logEvent","processID":%d,"processImagePath":"/x/%s","eventMessage":"line"}` + "\n", dropped, "+0100"},
		{"idevicesyslog", "Mar  2 14:02:1%d.000000 %[3]s[%[2]d] <Notice>: line\n", gone, "+0000"},
	} {
		t.Run(tc.format, func(t *testing.T) {
			line := func(second int, process string) string { return fmt.Sprintf(tc.records, second, 400+second, process) }
			text := line(0, "dasd") + line(1, "locationd") + tc.notice + tc.notice + line(2, "locationd") + line(3, "dasd") + tc.notice
			for _, size := range []int{0, 64} {
				rows, sum := textScan(t, tc.format, text, Options{Interest: NewInterest(Wanted{Processes: []string{"dasd"}, Ignored: []string{"locationd"}}), BlockSize: size})
				var got []string
				for _, r := range rows {
					got = append(got, fmt.Sprintf("%d %s %s%s", r.Line, r.Time[len("2026-03-02 "):], r.Process, r.Message[:4]))
				}
				want := []string{"1 14:02:10.000 " + tc.rest + " dasdline"}
				for _, at := range []string{"3 14:02:11", "4 14:02:11", "6 14:02:13", "7 14:02:13"} {
					text := tc.notice[:4]
					if at[0] == '6' {
						text = "dasdline"
					}
					want = append(want, at+".000 "+tc.rest+" "+text)
				}
				if diff := cmp.Diff(want, got); diff != "" || sum.Records != 7 || sum.Unparsed != 0 {
					t.Errorf("%d records, %d lines unparsed, blocks of %d (-want +got):\n%s", sum.Records, sum.Unparsed, size, diff)
				}
			}
		})
	}
}
