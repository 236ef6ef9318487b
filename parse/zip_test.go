package parse

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// zipFile is an entry of a zip archive of a test.
type zipFile struct {
	name, text string
	mode       fs.FileMode
	stored     bool
	flags      uint16
}

func zipOf(t testing.TB, files ...zipFile) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Flags: f.flags}
		if f.stored {
			h.Method = zip.Store
		}
		h.SetMode(f.mode | 0o644)
		out, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(out, f.text)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZip(t *testing.T) {
	one := zipOf(t,
		zipFile{name: "logs/", mode: fs.ModeDir}, zipFile{name: "logs/a.log", text: archivedLine}, zipFile{name: "__MACOSX/logs/._a.log", text: archivedLine},
		zipFile{name: `logs\b.log`, text: archivedLine + archivedLine, stored: true}, zipFile{name: "l.log", text: "logs/a.log", mode: fs.ModeSymlink})
	both := []string{"x: logs/a.log: 1 records, 0 reports", "x: logs/b.log: 2 records, 0 reports"}
	var sysdiagnose []zipFile
	for _, f := range sysdiagnoseFiles {
		sysdiagnose = append(sysdiagnose, zipFile{name: sysdiagnoseName + "/" + f.name, text: f.text})
	}
	const cutOff = "! x: the zip archive is cut off or damaged: its directory, which stands at its end, cannot be read"
	broken := bytes.Clone(one)
	copy(broken[bytes.Index(broken, []byte("logs/a.log"))+len("logs/a.log"):], "\xff\xff\xff\xff\xff\xff\xff\xff") // its first block is of no kind
	for _, tc := range []struct {
		name   string
		data   []byte
		limits Limits
		want   []string
	}{
		{"files, folders, links", one, Limits{}, both},
		{"compressed", gzipped(one), Limits{}, both},
		{"in an archive", tarOf(t, file{name: "in.zip", text: string(one)}), Limits{}, []string{"x: in.zip: logs/a.log: 1 records, 0 reports", "x: in.zip: logs/b.log: 2 records, 0 reports"}},
		{"with a compressed archive in it", zipOf(t, zipFile{name: "in.tar.gz", text: string(gzipped(tarOf(t, file{name: "a.log", text: archivedLine})))}), Limits{}, []string{"x: in.tar.gz: a.log: 1 records, 0 reports"}},
		{"a sysdiagnose", zipOf(t, sysdiagnose...), Limits{}, []string{
			"x: crashes_and_spins/Notes-2026-03-15-100001.ips: 0 records, 1 reports",
			"x: crashes_and_spins/Panics/panic-full-2026-03-15.ips: 0 records, 0 reports",
			"x: logs/app/console.log: 1 records, 0 reports",
			"x: system_logs.logarchive: 0 records, 0 reports, x: system_logs.logarchive: no message in it (Persist/0000000000000001.tracev3 is cut off: what came before was read; Info.plist was not read: property list: plist: error parsing binary property list: not enough data): nothing readable",
		}},
		{"nothing in it", zipOf(t, zipFile{name: ".a", text: "x"}), Limits{}, []string{"! x: no log and no report is in it: nothing readable"}},
		{"cut off", one[:len(one)-30], Limits{}, []string{cutOff}},
		{"its beginning only", one[:40], Limits{}, []string{cutOff}},
		{"encrypted", zipOf(t, zipFile{name: "a.log", text: archivedLine, flags: zipEncrypted}), Limits{}, []string{"! x: the zip archive is encrypted: unpack it first"}},
		{"a broken file", broken, Limits{}, []string{"x: logs/a.log: 0 records, 0 reports, reading x: logs/a.log: flate: corrupt input before offset 1", "x: logs/b.log: 2 records, 0 reports"}},
		{"entries", one, Limits{Entries: 3}, []string{"x: logs/a.log: 1 records, 0 reports", "! x: more than 3 entries in archives: reading stopped there (--max-entries raises the limit)"}},
		{"inflated", zipOf(t, zipFile{name: "a.log", text: strings.Repeat(archivedLine, 4000)}), Limits{Inflated: int64(100 * len(archivedLine))},
			[]string{"x: a.log: 100 records, 0 reports", fmt.Sprintf("! x: more than %d bytes after decompression: reading stopped there (--max-inflated raises the limit)", 100*len(archivedLine))}},
		{"nesting", zipOf(t, zipFile{name: "in.zip", text: string(one)}), Limits{Nesting: 1},
			[]string{"x: in.zip: 0 records, 0 reports, x: in.zip: archives or compressions more than 1 deep in each other: reading stopped there (--max-nesting raises the limit)"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, outcome("x", tc.data, Options{Limits: tc.limits})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
