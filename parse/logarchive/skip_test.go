package logarchive

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSkipsReadSitesAsLogs finds in tracepoints of all flags what reading all fields finds.
func TestSkipsReadSitesAsLogs(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	p, k, told := &process{}, &skips{}, 0
	for round := range 1 << 14 {
		pt := &point{kind: pointLog, flags: uint16(round) & 0x0fff, format: r.Uint32(), data: make([]byte, r.IntN(60))}
		for i := range pt.data {
			pt.data[i] = byte(r.Uint32())
		}
		got, ok := k.site(p, pt)
		if !ok {
			continue
		}
		told++
		var f fields
		if !pt.readLog(&f, false) {
			t.Fatalf("flags %#x with %d bytes: a site of what is no log", pt.flags, len(pt.data))
		}
		want := skippedSite{p, f.pc | noSender<<48, f.origin}
		if f.hasSubsystem {
			want.place = f.pc | uint64(f.subsystem)<<48
		}
		if d := cmp.Diff(want, got, cmp.AllowUnexported(skippedSite{}, process{}, processID{})); d != "" {
			t.Fatalf("flags %#x with %d bytes: (-want +got)\n%s", pt.flags, len(pt.data), d)
		}
		if pt.flags&flagPersona != 0 || f.origin == originUUID {
			t.Errorf("flags %#x: told by a few fields", pt.flags)
		}
	}
	if told < 1000 {
		t.Errorf("%d sites told", told)
	}
}

func TestSkips(t *testing.T) {
	k := &skips{}
	notes, mail := &process{id: processID{1, 2}}, &process{id: processID{3, 4}}
	site := skippedSite{notes, 0x100, originMain}
	k.add(&site)
	for _, tt := range []struct {
		name string
		site skippedSite
		want bool
	}{
		{"the same", skippedSite{notes, 0x100, originMain}, true},
		{"another process", skippedSite{mail, 0x100, originMain}, false},
		{"another place", skippedSite{notes, 0x101, originMain}, false},
		{"another origin", skippedSite{notes, 0x100, originShared}, false},
		{"another subsystem", skippedSite{notes, 0x100 | 7<<48, originMain}, false},
	} {
		if got := k.has(&tt.site); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	if k.forget(); k.has(&site) {
		t.Error("remembered beyond its catalog")
	}
}
