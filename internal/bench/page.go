package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/bglog/bglog/internal/logstyle"
)

// result is what was measured of one log.
type result struct {
	subject subject
	log     written
	read    reading
	rows    []row // bglog's first
}

// row is one command on one log.
type row struct {
	name  string
	limit float64 // promised for bglog's time in times of this one's; 0: nothing
	summary
}

// grown is the growing log at one size.
type grown struct {
	size int64
	log  written
	read reading
	summary
}

// The promises that do not depend on a tool: bytes of memory whatever the input's
// size, and how much longer than ten times a log of ten times the size may take.
const (
	memoryLimit = 150e6
	growthLimit = 1.1
)

// page is all that is written.
type page struct {
	options
	machine machine
	when    time.Time
	results []*result
	growth  []grown
	log     *native  // nil when none was measured
	missing []string // tools
	own     int64    // peak of this program, below which Linux tells none
}

func (p *page) markdown() string {
	var b strings.Builder
	b.WriteString(pageHead)
	p.writeMachine(&b)
	p.writePromises(&b)
	for _, r := range p.results {
		p.writeResult(&b, r)
	}
	p.writeGrowth(&b)
	p.writeNative(&b)
	b.WriteString(pageLimits)
	return b.String()
}

func (p *page) writeMachine(b *strings.Builder) {
	m := p.machine
	memory := ""
	if m.memory > 0 {
		memory = fmt.Sprintf("%.1f GiB", float64(m.memory)/(1<<30))
	}
	b.WriteString("## Where and when\n\n| | |\n|---|---|\n")
	for _, r := range [][2]string{
		{"measured", p.when.UTC().Format("2 January 2006, 15:04 UTC")},
		{"commit", m.commit},
		{"processor", m.processor},
		{"cores", fmt.Sprintf("%d; bglog used %d, gzip, jq, ripgrep and wc use one", m.cores, m.used)},
		{"memory", memory},
		{"system", m.system},
		{"load before", m.load},
		{"Go", m.golang},
		{"tools", strings.Join(m.tools, "; ")},
		{"not installed", strings.Join(p.missing, ", ")},
		{"runs", fmt.Sprintf("%d of each command, in turn, after one that does not count", p.runs)},
	} {
		if r[1] != "" {
			fmt.Fprintf(b, "| %s | %s |\n", r[0], cell(r[1]))
		}
	}
	b.WriteString("\n")
	if busy(m.load, m.cores) {
		b.WriteString(busyNote)
	}
}

// busy reports whether other work took so much of the machine that times tell little.
func busy(load string, cores int) bool {
	var n float64
	_, err := fmt.Sscan(load, &n)
	return err == nil && n > float64(cores)/2
}

// cell escapes what would end a table's cell.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// promise is a limit and what was measured.
type promise struct {
	about           string
	limit, measured string
	kept            bool
}

// promises of all that was measured.
func (p *page) promises() (list []promise) {
	for _, r := range p.results {
		for _, other := range r.rows[1:] {
			if times := ratio(r.rows[0].median, other.median); other.limit > 0 {
				list = append(list, promise{
					fmt.Sprintf("%s: time, in times of `%s`", r.subject.name(), other.name),
					fmt.Sprintf("%.1f", other.limit), fmt.Sprintf("%.2f", times), times <= other.limit,
				})
			}
		}
	}
	if n := len(p.growth); n > 1 {
		first, last := p.growth[0], p.growth[n-1]
		times := ratio(last.median, first.median) / (float64(last.log.text) / float64(first.log.text))
		list = append(list, promise{
			fmt.Sprintf("growth from %s to %s: times the time for times the bytes", logstyle.FormatSize(first.size), logstyle.FormatSize(last.size)),
			fmt.Sprintf("%.1f", growthLimit), fmt.Sprintf("%.2f", times), times <= growthLimit,
		})
	}
	if peak := p.highest(); peak > 0 {
		list = append(list, promise{"memory at most", megabytes(memoryLimit), megabytes(peak), peak <= memoryLimit})
	}
	if p.log != nil {
		list = append(list, p.log.promises()...)
	}
	return list
}

// highest is the largest peak of bglog.
func (p *page) highest() (peak int64) {
	for _, r := range p.results {
		peak = max(peak, r.rows[0].peak)
	}
	for _, g := range p.growth {
		peak = max(peak, g.peak)
	}
	return peak
}

func (p *page) writePromises(b *strings.Builder) {
	list := p.promises()
	if len(list) == 0 {
		return
	}
	b.WriteString("## What is promised\n\n| promise | limit | measured | kept |\n|---|---|---|---|\n")
	for _, one := range list {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", one.about, one.limit, one.measured, map[bool]string{true: "yes", false: "**no**"}[one.kept])
	}
	b.WriteString("\n")
}

func (p *page) writeResult(b *strings.Builder, r *result) {
	fmt.Fprintf(b, "## %s\n\n%d bytes", r.subject.name(), r.log.text)
	if r.subject.gzip {
		fmt.Fprintf(b, ", %d compressed", r.log.stored)
	}
	fmt.Fprintf(b, "; %d lines, %d records, of which bglog recognised %d (%.0f %%); %d findings.\n\n",
		r.read.lines, r.read.records, r.read.recognised, 100*float64(r.read.recognised)/float64(r.read.records), r.read.findings)
	b.WriteString("| command | median | fastest to slowest | CPU | speed | peak memory | bglog takes | bglog's CPU |\n|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for i, one := range r.rows {
		times, cpu := "", ""
		if i > 0 {
			times = fmt.Sprintf("%.2f times this", ratio(r.rows[0].median, one.median))
			cpu = fmt.Sprintf("%.2f times this", ratio(r.rows[0].cpu, one.cpu))
		}
		fmt.Fprintf(b, "| `%s` | %s | %s to %s | %s | %s | %s | %s | %s |\n", one.name, seconds(one.median), seconds(one.min), seconds(one.max),
			seconds(one.cpu), speed(r.log.text, one.median), p.peakOf(one.peak), times, cpu)
	}
	b.WriteString("\n")
}

func (p *page) writeGrowth(b *strings.Builder) {
	if len(p.growth) == 0 {
		return
	}
	fmt.Fprintf(b, "## Growth\n\nThe same log, %s, in several sizes. Memory is to stay below %s whatever the size.\n\n", growthStyle, megabytes(memoryLimit))
	b.WriteString("| size | lines | median | fastest to slowest | CPU | speed | bytes | time | time for bytes | peak memory |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	first := p.growth[0]
	for _, g := range p.growth {
		bytes, times := float64(g.log.text)/float64(first.log.text), ratio(g.median, first.median)
		fmt.Fprintf(b, "| %s | %d | %s | %s to %s | %s | %s | %.2f times | %.2f times | %.2f | %s |\n", logstyle.FormatSize(g.size), g.read.lines,
			seconds(g.median), seconds(g.min), seconds(g.max), seconds(g.cpu), speed(g.log.text, g.median), bytes, times, times/bytes, p.peakOf(g.peak))
	}
	b.WriteString("\n")
}

// peakOf tells a peak. Linux lets a process begin with that of its parent.
func (p *page) peakOf(peak int64) string {
	switch {
	case peak == 0:
		return "unknown"
	case peak <= p.own:
		return "≤ " + megabytes(peak)
	}
	return megabytes(peak)
}

func ratio(a, b time.Duration) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }

func speed(bytes int64, d time.Duration) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f MB/s", float64(bytes)/1e6/d.Seconds())
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", (n+5e5)/1e6) }
