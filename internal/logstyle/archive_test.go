package logstyle

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		format, message string
		want            []string
		fails           bool
	}{
		{format: "Policies read", message: "Policies read"},
		{format: "Policies read", message: "Policies were read", fails: true},
		{format: "%d of %d%% done", message: "3 of 40% done", want: []string{"3", "40"}},
		{format: "task %{public}@ began", message: "task Flush Outbox began", want: []string{"Flush Outbox"}},
		{format: "%{private}s: %.2f", message: "a: b: 1.50", want: []string{"a", "b: 1.50"}},
		{format: "%@", message: "", want: []string{""}},
		{format: "%@%d", message: "a1", fails: true}, // nothing tells where one ends
		{format: "ends in %d", message: "ends on 3", fails: true},
		{format: "%d ends", message: "3 ended", fails: true},
	}
	for _, tt := range tests {
		args, ok := Split(tt.format, tt.message)
		if ok == tt.fails {
			t.Errorf("%q of %q: %t", tt.message, tt.format, ok)
			continue
		}
		var got []string
		for _, a := range args {
			got = append(got, a.Text)
		}
		if d := cmp.Diff(tt.want, got); d != "" && ok {
			t.Errorf("%q of %q: (-want +got)\n%s", tt.message, tt.format, d)
		}
	}
}

// What an entry cannot be split into is stored as a whole, with what is hidden of it.
func TestItems(t *testing.T) {
	tests := []struct {
		name     string
		entry    Entry
		redacted bool
		split    bool
		composed string
	}{
		{"numbers", Entry{Format: "%d %u %#llx %p %.3f", Args: Pub("-3", "7", "0x1f", "0x10400", "2.500")}, false, true, "-3 7 0x1f 0x10400 2.500"},
		{"texts", Entry{Format: "%{public}s of %@, %.3s", Args: Pub("one", "(null)", "abc")}, false, true, "one of (null), abc"},
		{"private, kept", Entry{Format: "%{private}@ and %{public}@", Args: Pub("Flush", "Save")}, false, true, "Flush and Save"},
		{"private, not kept", Entry{Format: "%{private}@, %{private}d and %{public}@", Args: Pub("Flush", "3", "Save")}, true, true, "<private>, <private> and Save"},
		{"boolean", Entry{Format: "%{BOOL}d %{bool}d", Args: Pub("YES", "false")}, false, true, "YES false"},
		{"no number", Entry{Format: "%d", Args: Pub("many")}, false, false, "many"},
		{"a width that is an argument", Entry{Format: "%*d", Args: Pub("  3")}, false, false, "  3"},
	}
	for _, tt := range tests {
		items, split := tt.entry.items(tt.redacted)
		format := tt.entry.Format
		if !split {
			format = "%s"
		}
		if got := compose(format, items); got != tt.composed || split != tt.split {
			t.Errorf("%s: %q, split %t; want %q, %t", tt.name, got, split, tt.composed, tt.split)
		}
	}
}

// Long messages go to oversize chunks; archives of the same entries are the same.
func TestMakeArchive(t *testing.T) {
	d := NewDevice(scenarioStart)
	d.Chatter()
	d.log(rbTTL, Default, "Set %{public}@", string(make([]byte, 3000)))
	for range 300 {
		d.Chatter()
	}
	a, stored := MakeArchive(d.Entries, ArchiveOptions{})
	if want := (Stored{Split: len(d.Entries), Long: 1}); stored.Long != want.Long || stored.Split+stored.Dynamic != want.Split {
		t.Errorf("%+v, want %+v", stored, want)
	}
	again, _ := MakeArchive(d.Entries, ArchiveOptions{})
	if d := cmp.Diff(a.Memory(), again.Memory()); d != "" {
		t.Errorf("two archives differ: %.300s", d)
	}
}
