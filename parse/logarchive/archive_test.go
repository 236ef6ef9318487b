package logarchive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

func TestOpenSortsMembers(t *testing.T) {
	id := "0123456789ABCDEF0123456789ABCDEF"
	tests := []struct{ path, want string }{
		{"logdata.LiveData.tracev3", "Live"},
		{"x/system_logs.logarchive/logdata.LiveData.tracev3", "Live"},
		{"Persist/0000000000000001.tracev3", "Persist"},
		{"Special/0000000000000001.tracev3", "Special"},
		{"Signpost/0000000000000001.tracev3", "Signpost"},
		{"HighVolume/0000000000000001.tracev3", "HighVolume"},
		{"diagnostics/Persist/1.tracev3", "Persist"},
		{"1.tracev3", "Loose"},
		{"Live/1.tracev3", "Loose"},
		{"Persist/._1.tracev3", ""},
		{"timesync/1.timesync", "timesync"},
		{"Info.plist", "info"},
		{"a.logarchive/Info.plist", "info"},
		{"a.app/Info.plist", ""},
		{"oslog_archive_error.log", "errors"},
		{id[:2] + "/" + id[2:], "image"},
		{"uuidtext/" + id[:2] + "/" + id[2:], "image"},
		{"dsc/" + id, "cache"},
		{"uuidtext/dsc/" + id, "cache"},
		{"dsc/" + id[2:], ""},
		{"zz/" + id[2:], ""},
		{"Extra/shutdown.log", ""},
	}
	for _, tt := range tests {
		a, err := Open(Memory{tt.path: nil})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		switch {
		case len(a.traces) > 0:
			got = a.traces[0].class.String()
		case len(a.timesync) > 0:
			got = "timesync"
		case len(a.info) > 0:
			got = "info"
		case len(a.errors) > 0:
			got = "errors"
		case len(a.texts.images) > 0:
			got = "image"
		case len(a.texts.caches) > 0:
			got = "cache"
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.path, got, tt.want)
		}
	}
}

// TestTarGz reads what WriteTarGz wrote, in Apple's order.
func TestTarGz(t *testing.T) {
	var b bytes.Buffer
	if err := scene().WriteTarGz(&b, "sysdiagnose_2026.03.02_10-00-00+0100_iPhone-OS_iPhone_23A341"); err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	m := Memory{}
	var last string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if m[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		last = h.Name
	}
	rows, _ := read(t, m, Options{})
	if d := cmp.Diff(sceneRows, rows); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if want := "sysdiagnose_2026.03.02_10-00-00+0100_iPhone-OS_iPhone_23A341/system_logs.logarchive/Info.plist"; last != want {
		t.Errorf("last member %s, want %s", last, want)
	}
}

func TestHostileInfo(t *testing.T) {
	// a list of lists, each twice in the next: 2^40 elements if they were all made
	deep := []byte("bplist00")
	var offsets []byte
	add := func(object ...byte) {
		offsets = append(offsets, byte(len(deep)))
		deep = append(deep, object...)
	}
	add(0xd1, 1, 2)
	add(append([]byte{0x5f, 0x10, 22}, "CollectedWithPredicate"...)...)
	for i := range byte(40) {
		add(0xa2, 3+i, 3+i)
	}
	add(0x09)
	table := len(deep)
	deep = append(deep, offsets...)
	deep = append(deep, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, byte(len(offsets)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, byte(table))
	tests := []struct {
		name string
		b    []byte
		ok   bool
	}{
		{"good", archivetest.Info(5, archivetest.TimeRef{Boot: bootA, Ticks: 9}, nil, ""), true},
		{"empty", nil, true}, // says nothing
		{"other type", []byte(`<plist version="1.0"><dict><key>OSArchiveVersion</key><array/></dict></plist>`), false},
		{"deep", deep, true},
	}
	for _, tt := range tests {
		i, err := readInfo(tt.b)
		if (err == nil) != tt.ok {
			t.Errorf("%s: %+v, %v", tt.name, i, err)
		}
	}
}
