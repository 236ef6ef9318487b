package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/parse"
)

// native is what was measured of a log archive.
type native struct {
	bytes   int64 // of its .tracev3 files
	packed  int64 // of the sysdiagnose
	records int
	rows    [len(nativeWays)]row
}

// The ways in which the log archive is read.
const (
	nativeWanted = iota
	nativeWantedOne
	nativeAll
	nativeAllOne
	nativePacked
	nativeInflate
)

var nativeWays = [...]string{
	nativeWanted:    "bglog system_logs.logarchive",
	nativeWantedOne: oneCore + " bglog system_logs.logarchive",
	nativeAll:       "bglog export system_logs.logarchive",
	nativeAllOne:    oneCore + " bglog export system_logs.logarchive",
	nativePacked:    "bglog sysdiagnose.tar.gz",
	nativeInflate:   "gzip -dc sysdiagnose.tar.gz",
}

// oneCore lets a Go program use one core. What it is worth is measured by that: the
// processor time of several together also holds how they hinder each other.
const oneCore = "GOMAXPROCS=1"

// What is promised of a log archive: megabytes of .tracev3 in a second of one core for
// what bglog needs and for all of it as text, how many times the time of gzip a
// sysdiagnose takes, and bytes of memory.
const (
	nativeWantedLimit = 150
	nativeAllLimit    = 60
	nativePackedLimit = 1.2
	nativeMemoryLimit = 300e6
)

// measureNative measures a log archive; nil where none is asked for.
func (b *bench) measureNative() (*native, error) {
	if b.native == 0 {
		return nil, nil
	}
	b.tell("log archive, %s: writing it", logstyle.FormatSize(b.native))
	dir := filepath.Join(b.dir, "native")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := b.archive(dir, b.native); err != nil {
		return nil, err
	}
	folder, err := one(dir, ".logarchive")
	if err != nil {
		return nil, err
	}
	packed, err := one(dir, ".tar.gz")
	if err != nil {
		return nil, err
	}
	n := &native{}
	if n.bytes, err = bytesOf(folder, ".tracev3"); err != nil {
		return nil, err
	}
	if n.packed, err = bytesOf(packed, ".gz"); err != nil {
		return nil, err
	}
	for _, path := range []string{folder, packed} {
		if n.records, err = b.checkNative(path); err != nil {
			return nil, err
		}
	}
	wanted, export := b.analysis(folder, "json"), b.analysis(folder, "")
	export.args = []string{b.bglog, "export", "--format", "default", folder}
	commands := []command{
		nativeWanted: wanted, nativeWantedOne: wanted.with(oneCore),
		nativeAll: export, nativeAllOne: export.with(oneCore),
		nativePacked: b.analysis(packed, "json"),
	}
	if gzip, err := b.find("gzip"); err == nil {
		commands = append(commands, command{args: []string{gzip, "-dc", packed}})
	}
	b.tell("log archive, %s: %d runs of each command", logstyle.FormatSize(b.native), b.runs)
	all, err := inTurn(b.ctx, b.dir, commands, b.runs)
	for i := range all {
		n.rows[i] = row{name: nativeWays[i], summary: summarise(all[i])}
	}
	return n, err
}

// one is the only file or folder of that ending in dir.
func one(dir, ending string) (string, error) {
	found, err := filepath.Glob(filepath.Join(dir, "*"+ending))
	if err == nil && len(found) != 1 {
		err = fmt.Errorf("%d files *%s were written, expected 1", len(found), ending)
	}
	return strings.Join(found, ""), err
}

// bytesOf sums up the files with an ending in a folder.
func bytesOf(folder, ending string) (bytes int64, err error) {
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ending {
			return err
		}
		info, err := d.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	return bytes, err
}

// checkNative makes sure that bglog reads the log archive as one, and returns how many
// records are in it.
func (b *bench) checkNative(path string) (records int, err error) {
	to := filepath.Join(b.dir, "report.json")
	defer os.Remove(to)
	if _, err := b.analysis(path, "json="+to).run(b.ctx, b.dir); err != nil {
		return 0, err
	}
	text, err := os.ReadFile(to)
	if err != nil {
		return 0, err
	}
	var report struct {
		Inputs []struct {
			Format  string
			Records int
		}
	}
	if err := json.Unmarshal(text, &report); err != nil {
		return 0, fmt.Errorf("reading bglog's report: %w", err)
	}
	if len(report.Inputs) != 1 || report.Inputs[0].Format != parse.NativeFormat || report.Inputs[0].Records == 0 {
		return 0, fmt.Errorf("bglog read %s as %+v, expected one log archive with records", filepath.Base(path), report.Inputs)
	}
	return report.Inputs[0].Records, nil
}

// perCore is how many megabytes of .tracev3 a second of processor time is enough for.
func (n *native) perCore(way int) float64 {
	if cpu := n.rows[way].cpu; cpu > 0 {
		return float64(n.bytes) / 1e6 / cpu.Seconds()
	}
	return 0
}

func (n *native) promises() []promise {
	atLeast := func(about string, way int, limit float64) promise {
		have := n.perCore(way)
		return promise{about, fmt.Sprintf("%.0f MB/s", limit), fmt.Sprintf("%.0f MB/s", have), have >= limit}
	}
	list := []promise{
		atLeast("log archive: .tracev3 per second of one core, at least", nativeWantedOne, nativeWantedLimit),
		atLeast("log archive, all of it as text: the same", nativeAllOne, nativeAllLimit),
	}
	if other := n.rows[nativeInflate].median; other > 0 {
		times := ratio(n.rows[nativePacked].median, other)
		list = append(list, promise{
			"sysdiagnose: time, in times of `gzip -dc`", fmt.Sprintf("%.1f", nativePackedLimit), fmt.Sprintf("%.2f", times), times <= nativePackedLimit,
		})
	}
	peak := int64(0)
	for _, r := range n.rows[:nativeInflate] {
		peak = max(peak, r.peak)
	}
	if peak > 0 {
		list = append(list, promise{"log archive and sysdiagnose: memory at most", megabytes(nativeMemoryLimit), megabytes(peak), peak <= nativeMemoryLimit})
	}
	return list
}

func (p *page) writeNative(b *strings.Builder) {
	n := p.log
	if n == nil {
		return
	}
	fmt.Fprintf(b, "## Log archive\n\n%d bytes of .tracev3 files, %d as sysdiagnose; %d records. Speeds are in bytes of .tracev3, by CPU in a second of all cores together.\n\n", n.bytes, n.packed, n.records)
	b.WriteString("| command | median | fastest to slowest | CPU | speed | by CPU | peak memory |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for i, r := range n.rows {
		if r.median == time.Duration(0) {
			continue // not installed
		}
		fmt.Fprintf(b, "| `%s` | %s | %s to %s | %s | %s | %.0f MB/s | %s |\n", r.name, seconds(r.median), seconds(r.min), seconds(r.max),
			seconds(r.cpu), speed(n.bytes, r.median), n.perCore(i), p.peakOf(r.peak))
	}
	b.WriteString("\n")
}
