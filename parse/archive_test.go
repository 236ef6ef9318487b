package parse

import (
	"archive/tar"
	"bytes"
	stdgzip "compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
)

const archivedLine = "2026-03-15 10:00:00.123456-0700 0x1a2b3    Default     0x0                  312    0    runningboardd: (RunningBoard) [com.apple.runningboard:x] flushed\n"

// zonelessLine is of the compact style.
const zonelessLine = "2026-03-15 10:00:00.123 Df runningboardd[33:1a2b] [com.apple.runningboard:x] flushed\n"

const archivedCrash = `{"app_name":"Notes","timestamp":"2026-03-15 10:00:01.00 -0700","bug_type":"309","os_version":"iPhone OS 18.0 (22A3354)"}
{"procName":"Notes","pid":412,"captureTime":"2026-03-15 10:00:01.0000 -0700","exception":{"type":"EXC_CRASH","signal":"SIGKILL"},"termination":{"namespace":"RUNNINGBOARD","code":562215634}}
`

const sysdiagnoseName = "sysdiagnose_2026.03.15_10-05-00+0530_iPhone-OS_iPhone_22A3354"

// file is an entry of an archive of a test.
type file struct {
	name, text string
	header     *tar.Header // nil: a regular file
}

func tarOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		h := f.header
		if h == nil {
			h = &tar.Header{Typeflag: tar.TypeReg}
		}
		h.Name, h.Mode = f.name, 0o644
		if h.Typeflag == tar.TypeReg {
			h.Size = int64(len(f.text))
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			io.WriteString(w, f.text)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	z := stdgzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

func zstded(t testing.TB, data []byte) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return z.EncodeAll(data, nil)
}

// outcome is what the reading of an archive gives, a line each.
func outcome(name string, data []byte, opts Options) (lines []string) {
	return outcomeOf(&Input{Name: name, open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}, opts)
}

func outcomeOf(in *Input, opts Options) (lines []string) {
	errs := Read(context.Background(), []*Input{in}, opts, Parts{
		Records: func(*Part, []Record) error { return nil },
		Done: func(p *Part, err error) {
			line := fmt.Sprintf("%s: %d records, %d reports", p.Summary.Name, p.Summary.Records, len(p.Summary.Reports))
			if err != nil {
				line += ", " + err.Error()
			}
			lines = append(lines, line)
		},
	})
	for _, e := range errs {
		lines = append(lines, "! "+e.Err.Error())
	}
	return lines
}

func TestArchives(t *testing.T) {
	one := tarOf(t, file{name: "a.log", text: archivedLine}, file{name: "sub/b.log", text: archivedLine + archivedLine})
	both := []string{"x: a.log: 1 records, 0 reports", "x: sub/b.log: 2 records, 0 reports"}
	v7 := slices.Clone(one)
	for at := 0; at < len(v7)-1024; at += 512 { // the headers of archives before ustar have no magic
		if string(v7[at+257:at+262]) != "ustar" {
			continue
		}
		clear(v7[at+257 : at+265])
		sum := int(8 * ' ')
		for i, c := range v7[at : at+512] {
			if i < 148 || i >= 156 {
				sum += int(c)
			}
		}
		copy(v7[at+148:], fmt.Sprintf("%06o\x00 ", sum))
	}
	half := len(one) / 2
	for _, tc := range []struct {
		name string
		data []byte
		want []string
	}{
		{"plain", one, both},
		{"before ustar", v7, both},
		{"gzip", gzipped(one), both},
		{"gzip of two members", slices.Concat(gzipped(one[:half]), gzipped(one[half:])), both},
		{"zstd", zstded(t, one), both},
		{"a log in an archive in an archive", tarOf(t, file{name: "in.tar", text: string(one)}),
			[]string{"x: in.tar: a.log: 1 records, 0 reports", "x: in.tar: sub/b.log: 2 records, 0 reports"}},
		{"a compressed log in it", gzipped(tarOf(t, file{name: "a.log.gz", text: string(gzipped([]byte(archivedLine)))})),
			[]string{"x: a.log.gz: 1 records, 0 reports"}},
		{"too deep", gzipped(tarOf(t, file{name: "a.tar.gz", text: string(gzipped(tarOf(t, file{name: "a.log.gz", text: string(gzipped([]byte(archivedLine)))})))}, file{name: "b.log", text: archivedLine})),
			[]string{"x: a.tar.gz: a.log.gz: 0 records, 0 reports, x: a.tar.gz: a.log.gz: archives or compressions more than 2 deep in each other: reading stopped there (--max-nesting raises the limit)",
				"x: b.log: 1 records, 0 reports"}},
		{"absolute and climbing names", tarOf(t, file{name: "/etc/a.log", text: archivedLine}, file{name: "../../b.log", text: archivedLine}),
			[]string{"x: /etc/a.log: 1 records, 0 reports", "x: ../../b.log: 1 records, 0 reports"}},
		{"duplicates", tarOf(t, file{name: "a.log", text: archivedLine}, file{name: "a.log", text: archivedLine + archivedLine}),
			[]string{"x: a.log: 1 records, 0 reports", "x: a.log: 2 records, 0 reports"}},
		{"a long name", tarOf(t, file{name: strings.Repeat("long/", 60) + "a.log", text: archivedLine}),
			[]string{"x: " + strings.Repeat("long/", 60) + "a.log: 1 records, 0 reports"}},
		{"links, devices, folders", tarOf(t,
			file{name: "d/", header: &tar.Header{Typeflag: tar.TypeDir}},
			file{name: "l", header: &tar.Header{Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}},
			file{name: "h", header: &tar.Header{Typeflag: tar.TypeLink, Linkname: "d/a.log"}},
			file{name: "c", header: &tar.Header{Typeflag: tar.TypeChar}},
			file{name: "p", header: &tar.Header{Typeflag: tar.TypeFifo}},
			file{name: "d/a.log", text: archivedLine}), []string{"x: d/a.log: 1 records, 0 reports"}},
		{"hidden", tarOf(t, file{name: "._a.log", text: archivedLine}, file{name: ".git/a.log", text: archivedLine}), []string{"! x: no log and no report is in it: nothing readable"}},
		{"pax headers", tarOf(t, file{name: "a.log", text: archivedLine, header: &tar.Header{Typeflag: tar.TypeReg, Format: tar.FormatPAX, PAXRecords: map[string]string{"VENDOR.x": strings.Repeat("y", 1000)}}}),
			[]string{"x: a.log: 1 records, 0 reports"}},
		{"no log", tarOf(t, file{name: "a.png", text: "\x89PNG"}), []string{"x: a.png: 0 records, 0 reports, x: a.png: a PNG picture, not a text log: nothing readable"}},
		{"a report", tarOf(t, file{name: "a.ips", text: archivedCrash}), []string{"x: a.ips: 0 records, 1 reports"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, outcome("x", tc.data, Options{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// sysdiagnoseFiles are members of a sysdiagnose as they come in one.
var sysdiagnoseFiles = []file{
	{name: "system_logs.logarchive/Persist/0000000000000001.tracev3", text: "\x00\x10\x00\x00"},
	{name: "system_logs.logarchive/Info.plist", text: "bplist00"},
	{name: "crashes_and_spins/Notes-2026-03-15-100001.ips", text: archivedCrash},
	{name: "crashes_and_spins/Panics/panic-full-2026-03-15.ips", text: `{"bug_type":"210","timestamp":"2026-03-15 10:00:01.00 -0700","os_version":"iPhone OS 18.0 (22A3354)"}` + "\n{\"product\":\"iPhone14,2\"}\n"},
	{name: "logs/powerlogs/powerlog_1.PLSQL", text: "SQLite format 3\x00"},
	{name: "logs/app/console.log", text: zonelessLine},
	{name: "ps.txt", text: "USER UID PID PPID\nroot 0 1 0\n"},
	{name: "README.txt", text: "What is in here\n"},
	{name: "WiFi/a.plist", text: "<?xml version=\"1.0\"?>\n"},
}

// TestSysdiagnose: an archive, a renamed one, and a folder give the same parts.
func TestSysdiagnose(t *testing.T) {
	dir := filepath.Join(t.TempDir(), sysdiagnoseName)
	var inTop []file
	for _, f := range sysdiagnoseFiles {
		inTop = append(inTop, file{name: sysdiagnoseName + "/" + f.name, text: f.text})
		path := filepath.Join(dir, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(f.text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		": crashes_and_spins/Notes-2026-03-15-100001.ips: 0 records, 1 reports",
		": crashes_and_spins/Panics/panic-full-2026-03-15.ips: 0 records, 0 reports",
		": logs/app/console.log: 1 records, 0 reports",
		": system_logs.logarchive: 0 records, 0 reports, : system_logs.logarchive: no message in it (Persist/0000000000000001.tracev3 is cut off: what came before was read; Info.plist was not read: property list: plist: error parsing binary property list: not enough data): nothing readable",
	}
	for _, name := range []string{sysdiagnoseName + ".tar.gz", "renamed.tgz"} {
		got := outcome(name, gzipped(tarOf(t, inTop...)), Options{})
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], name, "")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	inputs, errs := Expand([]string{dir}, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var got []string
	for _, in := range inputs {
		for _, line := range outcomeOf(in, Options{}) {
			line = strings.Replace(line, dir+string(filepath.Separator), ": ", 1)
			got = append(got, filepath.ToSlash(line))
		}
	}
	want[3] = strings.Replace(want[3], ", : system_logs", ", "+filepath.ToSlash(dir)+"/system_logs", 1)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("folder (-want +got):\n%s", diff)
	}
}

// TestSysdiagnoseName: its zone is that of times without one, its build the device's.
func TestSysdiagnoseName(t *testing.T) {
	data := tarOf(t, file{name: sysdiagnoseName + "/logs/console.log", text: zonelessLine})
	for _, tc := range []struct {
		name, input string
		zone        *time.Location
		wantZone    string
		want        time.Time
	}{
		{"the archive's", sysdiagnoseName + ".tar", nil, "+05:30", time.Date(2026, 3, 15, 4, 30, 0, 123e6, time.UTC)},
		{"the folder's in it", "x.tar", nil, "+05:30", time.Date(2026, 3, 15, 4, 30, 0, 123e6, time.UTC)},
		{"asked for", "x.tar", time.UTC, "UTC", time.Date(2026, 3, 15, 10, 0, 0, 123e6, time.UTC)},
	} {
		var at Time
		var sum *Summary
		in := &Input{Name: tc.input, open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
		Read(context.Background(), []*Input{in}, Options{Zone: tc.zone}, Parts{
			Records: func(_ *Part, records []Record) error { at = records[0].Time; return nil },
			Done:    func(p *Part, _ error) { sum = p.Summary },
		})
		if sum == nil || sum.Zone != tc.wantZone || sum.Build != "22A3354" || !at.Std().Equal(tc.want) {
			t.Errorf("%s: %+v at %v", tc.name, sum, at)
		}
	}
}

func TestSysdiagnoseNamed(t *testing.T) {
	for name, want := range map[string]string{
		sysdiagnoseName:             "+05:30 22A3354",
		sysdiagnoseName + ".tar.gz": "+05:30 22A3354",
		"sysdiagnose_2026.06.09_14-10-00-0800_iPhone-OS_iPhone_22D8075":  "-08:00 22D8075",
		"sysdiagnose_2026.06.09_14-10-00-0800_iPhone-OS_iPhone_23A5260n": "-08:00 23A5260n",
		"sysdiagnose_2026.06.09":                                     "UTC ",
		"sysdiagnose_2026.06.09_14-10-00-0800_iPhone-OS_iPhone_copy": "-08:00 ",
		"notes": "",
	} {
		got := ""
		if d := sysdiagnoseNamed(name); d != nil {
			got = d.captured.Location().String() + " " + d.build
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestArchiveCut cuts an archive everywhere: what stands before is read, and one
// message says that it was cut.
func TestArchiveCut(t *testing.T) {
	data := tarOf(t, file{name: "a.log", text: strings.Repeat(archivedLine, 5)}, file{name: "b.log", text: strings.Repeat(archivedLine, 9)})
	whole := len(data) - 1024 // before the mark of the end
	for _, wrap := range []struct {
		name string
		of   func([]byte) []byte
	}{{"tar", func(b []byte) []byte { return b }}, {"tar.gz", gzipped}, {"tar.zst", func(b []byte) []byte { return zstded(t, b) }}} {
		packed := wrap.of(data)
		for i := 0; i < len(packed); i += 1 + len(packed)/300 {
			got := outcome("x", packed[:i], Options{})
			told := 0
			for _, line := range got {
				if strings.HasPrefix(line, "! ") || strings.Contains(line, ", reading x") || strings.Contains(line, "empty") || strings.Contains(line, "nothing readable") {
					told++
				}
			}
			// after the mark of the end nothing is missing; of three bytes nobody knows what they are
			if all := slices.Equal(got, []string{"x: a.log: 5 records, 0 reports", "x: b.log: 9 records, 0 reports"}); told != 1 && !all && i > 3 ||
				all && wrap.name == "tar" && i < whole {
				t.Errorf("%s cut at %d of %d: %d messages: %q", wrap.name, i, len(packed), told, got)
			}
		}
	}
	if got := outcome("x", data[:whole-300], Options{}); len(got) != 3 || got[0] != "x: a.log: 5 records, 0 reports" || got[2] != "! x: the archive is cut off: what stands before was read" {
		t.Errorf("cut in the last member: %q", got)
	}
}

// zeros gives n zero bytes.
type zeros struct{ n int64 }

func (z *zeros) Read(p []byte) (int, error) {
	if z.n == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), z.n)
	clear(p[:n])
	z.n -= n
	return int(n), nil
}

// bomb is a compressed archive with a member of n zero bytes before a log.
func bomb(t *testing.T, name string, n int64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := stdgzip.NewWriter(&b)
	w := tar.NewWriter(z)
	w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: n, Mode: 0o644})
	if _, err := io.Copy(w, &zeros{n}); err != nil {
		t.Fatal(err)
	}
	w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "z.log", Size: int64(len(archivedLine)), Mode: 0o644})
	io.WriteString(w, archivedLine)
	w.Close()
	z.Close()
	return b.Bytes()
}

func TestLimits(t *testing.T) {
	many := make([]file, 50)
	for i := range many {
		many[i] = file{name: fmt.Sprintf("d%d", i), header: &tar.Header{Typeflag: tar.TypeDir}}
	}
	zeroed := bomb(t, ".skipped", 120<<20)
	log := gzipped(bytes.Repeat([]byte(archivedLine), 4000))
	for _, tc := range []struct {
		name   string
		data   []byte
		limits Limits
		want   []string
	}{
		{"ratio, in a member that is passed over", zeroed, Limits{}, []string{"! x: decompression makes more than 200 bytes of one: reading stopped there (--max-ratio raises the limit)"}},
		{"ratio raised", zeroed, Limits{Ratio: 2000}, []string{"x: z.log: 1 records, 0 reports"}},
		{"inflated, in a member that is passed over", zeroed, Limits{Inflated: 1 << 20}, []string{"! x: more than 1 MiB after decompression: reading stopped there (--max-inflated raises the limit)"}},
		{"inflated, in a log", log, Limits{Inflated: int64(100 * len(archivedLine))},
			[]string{fmt.Sprintf("x: 100 records, 0 reports, reading x after 100 lines: more than %d bytes after decompression: reading stopped there (--max-inflated raises the limit)", 100*len(archivedLine))}},
		{"entries", tarOf(t, append(many, file{name: "a.log", text: archivedLine})...), Limits{Entries: 20},
			[]string{"! x: more than 20 entries in archives: reading stopped there (--max-entries raises the limit)"}},
		{"nesting", gzipped(gzipped([]byte(archivedLine))), Limits{Nesting: 1},
			[]string{"x: 0 records, 0 reports, reading x: archives or compressions more than 1 deep in each other: reading stopped there (--max-nesting raises the limit)"}},
		{"nesting raised", gzipped(gzipped(gzipped([]byte(archivedLine)))), Limits{Nesting: 3}, []string{"x: 1 records, 0 reports"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, outcome("x", tc.data, Options{Limits: tc.limits})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSparse: a sparse member may claim any size.
func TestSparse(t *testing.T) {
	const claimed = 1 << 40
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	// the map of GNU's format 1.0 stands before the data: one stretch of no bytes at the end
	text := fmt.Sprintf("1\n%d\n0\n", claimed)
	text += strings.Repeat("\x00", 512-len(text))
	record := func(key, value string) string {
		n := len(key) + len(value) + 3
		for len(fmt.Sprint(n))+len(key)+len(value)+3 != n {
			n++
		}
		return fmt.Sprintf("%d %s=%s\n", n, key, value)
	}
	pax := record("GNU.sparse.major", "1") + record("GNU.sparse.minor", "0") + record("GNU.sparse.name", "a.log") + record("GNU.sparse.realsize", fmt.Sprint(claimed))
	w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "GNUSparseFile.0/a.log", Size: int64(len(text)), Mode: 0o644})
	io.WriteString(w, text)
	w.Close()
	raw := b.Bytes()
	// an extended header in front makes a sparse file of it
	var head bytes.Buffer
	hw := tar.NewWriter(&head)
	hw.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "PaxHeaders/a.log", Size: int64(len(pax)), Mode: 0o644})
	io.WriteString(hw, pax)
	hw.Flush()
	ext := head.Bytes()
	ext[156] = 'x'
	sum := int(8 * ' ')
	for i, c := range ext[:512] {
		if i < 148 || i >= 156 {
			sum += int(c)
		}
	}
	copy(ext[148:], fmt.Sprintf("%06o\x00 ", sum))
	started := time.Now()
	got := outcome("x", append(ext, raw...), Options{Limits: Limits{Inflated: 64 << 20}})
	if len(got) == 0 || time.Since(started) > hang {
		t.Fatalf("%q after %v", got, time.Since(started))
	}
	t.Log(got)
}

// TestReadAhead: bytes come in order, errors after them, and no goroutine is left.
func TestReadAhead(t *testing.T) {
	before := runtime.NumGoroutine()
	text := strings.Repeat("0123456789abcdef", 200_000)
	broken := errors.New("broken")
	a := newAhead(io.MultiReader(strings.NewReader(text), errReader{broken}))
	got, err := io.ReadAll(a)
	if string(got) != text || !errors.Is(err, broken) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := a.Read(make([]byte, 1)); !errors.Is(err, broken) {
		t.Errorf("again: %v", err)
	}
	a.Close()
	left := newAhead(&zeros{1 << 40}) // nobody reads it to its end
	left.Read(make([]byte, 10))
	left.Close()
	wantGoroutines(t, before)
}

// wantGoroutines waits until no more goroutines are left than there were before: one that
// has said it is done still counts for a moment.
func wantGoroutines(t *testing.T, before int) {
	t.Helper()
	for range 1000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, before there were %d", runtime.NumGoroutine(), before)
}

// TestArchiveLeavesNothing cancels and fails readings of archives.
func TestArchiveLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	log := strings.Repeat(archivedLine, 20_000)
	data := gzipped(tarOf(t, file{name: "a.log.gz", text: string(gzipped([]byte(log)))}, file{name: "b.log.zst", text: string(zstded(t, []byte(log)))}, file{name: "c.png", text: "\x89PNG"}))
	zipped := zipOf(t, zipFile{name: "a.log", text: log}, zipFile{name: "b.log.gz", text: string(gzipped([]byte(log)))})
	stop := errors.New("stop")
	for _, given := range [][]byte{data, data[:len(data)/2], zipped} {
		in := &Input{Name: "x", open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(given)), nil }}
		ctx, cancel := context.WithCancel(context.Background())
		Read(ctx, []*Input{in}, Options{}, Parts{Records: func(*Part, []Record) error { cancel(); return nil }, Done: func(*Part, error) {}})
		Read(context.Background(), []*Input{in}, Options{}, Parts{Records: func(*Part, []Record) error { return stop }, Done: func(*Part, error) {}})
		in.Explain(Options{}, func(string, error) {})
		in.Boots()
	}
	wantGoroutines(t, before)
}

// TestReadMembersAgain reads chosen members, and the lines of one.
func TestReadMembersAgain(t *testing.T) {
	data := gzipped(tarOf(t, file{name: "a.log", text: archivedLine}, file{name: "b.log", text: archivedLine + archivedLine}, file{name: "c.log", text: archivedLine}))
	in := &Input{Name: "x", open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
	var members []*Input
	nothing := func(*Part, []Record) error { return nil }
	Read(context.Background(), []*Input{in}, Options{}, Parts{Records: nothing, Done: func(p *Part, _ error) { members = append(members, p.Input) }})
	var names []string
	Read(context.Background(), members[1:], Options{}, Parts{Records: nothing, Done: func(p *Part, _ error) { names = append(names, p.Input.Name) }})
	if diff := cmp.Diff([]string{"x: b.log", "x: c.log"}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	sum, err := members[1].Scan(context.Background(), Options{}, func([]Record) error { return nil })
	if err != nil || sum.Records != 2 {
		t.Errorf("%d records, %v", sum.Records, err)
	}
	n := 0
	if err := members[1].Lines(Options{}, func(int, []byte, bool) error { n++; return nil }); err != nil || n != 2 {
		t.Errorf("%d lines, %v", n, err)
	}
	if _, err := in.Scan(context.Background(), Options{}, func([]Record) error { return nil }); !errors.Is(err, ErrNothing) {
		t.Errorf("an archive as one log: %v", err)
	}
}

func FuzzArchive(f *testing.F) {
	data := tarOf(f, file{name: sysdiagnoseName + "/", header: &tar.Header{Typeflag: tar.TypeDir}},
		file{name: sysdiagnoseName + "/a.log", text: archivedLine}, file{name: sysdiagnoseName + "/x.ips", text: archivedCrash},
		file{name: sysdiagnoseName + "/system_logs.logarchive/Info.plist", text: "bplist00"})
	for _, seed := range [][]byte{data, gzipped(data), zstded(f, data), data[:700], tarOf(f, file{name: "in.tar", text: string(data)}),
		tarOf(f, file{name: "l", header: &tar.Header{Typeflag: tar.TypeSymlink, Linkname: ".."}}, file{name: "../x.log.gz", text: string(gzipped([]byte(archivedLine)))}),
		zipOf(f, zipFile{name: "a.log", text: archivedLine}, zipFile{name: "b.log", text: archivedLine, stored: true})} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got := outcome("x", data, Options{Workers: 1, Limits: Limits{Inflated: 16 << 20, Entries: 100}})
		if len(got) == 0 {
			t.Fatal("nothing is told")
		}
		if diff := cmp.Diff(got, outcome("x", data, Options{Workers: 3, BlockSize: 100, Limits: Limits{Inflated: 16 << 20, Entries: 100}})); diff != "" {
			t.Fatalf("depends on the workers (-one +three):\n%s", diff)
		}
	})
}
