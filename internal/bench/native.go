package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bglog/bglog/internal/logstyle"
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
	nativeAll
	nativePacked
	nativeInflate
)

var nativeWays = [...]string{
	nativeWanted:  "bglog system_logs.logarchive",
	nativeAll:     "bglog export system_logs.logarchive",
	nativePacked:  "bglog sysdiagnose.tar.gz",
	nativeInflate: "gzip -dc sysdiagnose.tar.gz",
}

// What is promised of a log archive: megabytes of .tracev3 in a second of one core for
// what bglog needs and for all of it as text, how many times the time of gzip a
// sysdiagnose takes, and bytes of memory.
const (
	nativeWantedLimit = 150
	nativeAllLimit    = 60
	nativePackedLimit = 1.2
	nativeMemoryLimit = 300e6
)

// nativeDay is how many messages a day of the archive has at most.
const nativeDay = 220_000

// sysdiagnoseName is how the sysdiagnose is called.
const sysdiagnoseName = "sysdiagnose_2026.06.09_14-00-00+0200_iPhone-OS_iPhone_23B85"

// measureNative measures a log archive; nil where none is asked for.
func (b *bench) measureNative() (*native, error) {
	if b.native == 0 {
		return nil, nil
	}
	b.tell("log archive, %s: writing it", logstyle.FormatSize(b.native))
	a, bytes := logstyle.BusyArchive(b.native, int(min(b.native/64+100, nativeDay)))
	n := &native{bytes: bytes}
	folder, packed := filepath.Join(b.dir, "system_logs.logarchive"), filepath.Join(b.dir, sysdiagnoseName+".tar.gz")
	defer os.RemoveAll(folder)
	defer os.Remove(packed)
	if err := a.WriteFolder(folder); err != nil {
		return nil, fmt.Errorf("writing the log archive: %w", err)
	}
	f, err := os.Create(packed)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := a.WriteTarGz(f, sysdiagnoseName); err != nil {
		return nil, fmt.Errorf("writing the sysdiagnose: %w", err)
	}
	if info, err := f.Stat(); err == nil {
		n.packed = info.Size()
	}
	for _, path := range []string{folder, packed} {
		if n.records, err = b.checkNative(path); err != nil {
			return nil, err
		}
	}
	export := b.analysis(folder, "")
	export.args = []string{b.bglog, "export", "--format", "default", folder}
	commands := []command{nativeWanted: b.analysis(folder, "json"), nativeAll: export, nativePacked: b.analysis(packed, "json")}
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
	if len(report.Inputs) != 1 || report.Inputs[0].Format != "logarchive" || report.Inputs[0].Records == 0 {
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
		atLeast("log archive: .tracev3 per second of one core, at least", nativeWanted, nativeWantedLimit),
		atLeast("log archive, all of it as text: the same", nativeAll, nativeAllLimit),
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
	fmt.Fprintf(b, "## Log archive\n\n%d bytes of .tracev3 files, %d as sysdiagnose; %d records. Speeds are in bytes of .tracev3.\n\n", n.bytes, n.packed, n.records)
	b.WriteString("| command | median | fastest to slowest | CPU | speed | speed of one core | peak memory |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for i, r := range n.rows {
		if r.median == time.Duration(0) {
			continue // not installed
		}
		fmt.Fprintf(b, "| `%s` | %s | %s to %s | %s | %s | %.0f MB/s | %s |\n", r.name, seconds(r.median), seconds(r.min), seconds(r.max),
			seconds(r.cpu), speed(n.bytes, r.median), n.perCore(i), p.peakOf(r.peak))
	}
	b.WriteString("\n")
}
