// Command bench measures the whole analysis of a large log as a process, beside
// ripgrep counting the lines of the same senders in the same file:
//
//	go run ./internal/bench [-bytes 512MiB] [-style log-default] [-runs 5]
//
// The two run in turn, so that a change in the machine's speed touches both; the
// medians and their ratio are printed.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

// senders are what bglog reads of every device log; ripgrep counts their lines.
var senders = []string{
	"runningboardd", "SpringBoard", "dasd", "nsurlsessiond", "UIKitCore", "RunningBoardServices",
	"com.apple.UIKit", "com.apple.runningboard", "com.apple.FrontBoard", "memorystatus: ",
}

func main() {
	size := flag.String("bytes", "512MiB", "size of the log, with KiB, MiB or GiB")
	style := flag.String("style", "log-default", "form of the log")
	runs := flag.Int("runs", 5, "runs of each command that count, after one that does not")
	flag.Parse()
	if err := run(os.Stdout, *size, *style, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, size, style string, runs int) error {
	dir, err := os.MkdirTemp("", "bglog-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	bin, log := filepath.Join(dir, "bglog"), filepath.Join(dir, "device.log")
	if text, err := exec.Command("go", "build", "-o", bin, "./cmd/bglog").CombinedOutput(); err != nil {
		return fmt.Errorf("building bglog: %w\n%s", err, text)
	}
	if err := generate(log, size, style); err != nil {
		return err
	}
	rg := []string{"rg", "-c", "-F"}
	for _, s := range senders {
		rg = append(rg, "-e", s)
	}
	commands := []struct {
		name string
		args []string
	}{
		{"bglog", []string{bin, "--format", "json", log}},
		{"rg -c -F", append(rg, log)},
		{"wc -l", []string{"wc", "-l", log}},
	}
	info, err := os.Stat(log)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %d bytes, %d runs of each in turn, %d cores, %s\n", style, info.Size(), runs, runtime.NumCPU(), runtime.Version())
	wall := make([][]float64, len(commands))
	memory := make([]int64, len(commands))
	for i := range runs + 1 {
		for c, cmd := range commands {
			seconds, rss, err := measure(cmd.args)
			if err != nil {
				return fmt.Errorf("running %s: %w", cmd.name, err)
			}
			if i > 0 {
				wall[c] = append(wall[c], seconds)
				memory[c] = max(memory[c], rss)
			}
		}
	}
	base := median(wall[1])
	for c, cmd := range commands {
		m := median(wall[c])
		fmt.Fprintf(out, "%-9s median %.2f s (%.2f to %.2f), %4.0f MB/s, peak %d MB, %.1f times rg\n",
			cmd.name, m, slices.Min(wall[c]), slices.Max(wall[c]), float64(info.Size())/m/1e6, memory[c]>>20, m/base)
	}
	return nil
}

// generate writes the log with the repository's own generator.
func generate(path, size, style string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	cmd := exec.Command("go", "run", "./internal/logstyle/genlog", "-style", style, "-bytes", size)
	cmd.Stdout, cmd.Stderr = f, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("writing the log: %w", err)
	}
	return f.Close()
}

// measure runs a command and returns its wall time and peak memory in bytes.
// Exit code 1 is an answer of both bglog and rg.
func measure(args []string) (seconds float64, rss int64, err error) {
	cmd := exec.Command(args[0], args[1:]...)
	begin := time.Now()
	err = cmd.Run()
	seconds = time.Since(begin).Seconds()
	if cmd.ProcessState == nil {
		return 0, 0, err
	}
	if code := cmd.ProcessState.ExitCode(); code > 1 {
		return 0, 0, fmt.Errorf("exit code %d", code)
	}
	return seconds, peak(cmd.ProcessState), nil
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	if len(s) == 0 {
		return 0
	}
	return s[len(s)/2]
}
