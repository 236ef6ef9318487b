package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBoots(t *testing.T) {
	const id = "49BA93E4-C511-47A3-B6CC-62D80BFFE539"
	for name, c := range map[string]struct {
		log  string
		want []string
	}{
		"marker":     {"x === system boot: " + id + "\nx === system boot: " + strings.ToLower(id) + "\n", []string{id}},
		"ndjson":     {`{"bootUUID":"` + id + `"}`, []string{id}},
		"no dashes":  {`{"boot_uuid": "` + strings.ReplaceAll(id, "-", "") + `"}`, []string{id}},
		"two boots":  {"=== system boot: " + id + "\n=== system boot: 00000000-0000-0000-0000-000000000001\n", []string{id, "00000000-0000-0000-0000-000000000001"}},
		"nil UUID":   {`{"bootUUID":"00000000-0000-0000-0000-000000000000"}`, nil},
		"live":       {`{"bootUUID":""}`, nil},
		"cut":        {`{"bootUUID":"49BA93E4-C511`, nil},
		"none":       {"nothing here", nil},
		"empty file": {"", nil},
	} {
		if d := cmp.Diff(c.want, String(name, c.log).Boots()); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	if got := (&Input{stream: true}).Boots(); got != nil {
		t.Errorf("standard input must not be read ahead: %v", got)
	}
}
