package logarchive

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// Special keeps what Persist has no more: where Persist begins is told, as Info.plist
// says it, else by the files, and that it never does when its files are not there.
func TestClassBegins(t *testing.T) {
	const persist, memory = "=== log class: persist begins", "=== log class: in-memory begins"
	read1 := func(at int64) row { return row{at, "log", "dasd", "", "Policies read"} }
	tests := []struct {
		name  string
		files map[string]uint64 // second of the only message, by file
		info  map[string]archivetest.TimeRef
		want  []row
	}{
		{"by info", map[string]uint64{"Special/1.tracev3": 11, "Persist/1.tracev3": 30}, map[string]archivetest.TimeRef{"Persist": {Boot: bootA, Ticks: 20 * second}},
			[]row{read1(11), {20, "class", "", "", persist}, read1(30)}},
		{"by files", map[string]uint64{"Special/1.tracev3": 11, "Persist/1.tracev3": 30}, nil, []row{read1(11), {30, "class", "", "", persist}, read1(30)}},
		{"from the start", map[string]uint64{"Special/1.tracev3": 30, "Persist/1.tracev3": 11}, map[string]archivetest.TimeRef{"Persist": {Boot: bootA, Ticks: 11 * second}},
			[]row{read1(11), read1(30)}},
		{"never", map[string]uint64{"Special/1.tracev3": 11, "logdata.LiveData.tracev3": 30}, map[string]archivetest.TimeRef{"Live": {Boot: bootA, Ticks: 30 * second}},
			[]row{read1(11), {30, "class", "", "", memory}, read1(30), {30, "class", "", "", persist}}},
		{"a file of no folder", map[string]uint64{"x.tracev3": 11}, nil, []row{read1(11)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := stringsOnly()
			for name, s := range tt.files {
				a.Traces = append(a.Traces, trace(name, bootA, set(s*second, s*second, pageOf(dasd, logPoint(dasdStrings, "Policies read", s*second)))))
			}
			if tt.info != nil {
				a.Info = archivetest.Info(5, archivetest.TimeRef{Boot: bootA, Ticks: 40 * second}, tt.info, "")
			}
			rows, _ := read(t, a.Memory(), Options{})
			var got []row
			for _, r := range rows {
				if r.Kind == "log" || r.Kind == "class" {
					got = append(got, r)
				}
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
