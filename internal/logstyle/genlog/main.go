// Command genlog writes a large log of a busy device for benchmarks:
//
//	go run ./internal/logstyle/genlog -style log-default -bytes 512MiB -seed 1 > big.log
//
// or one story of an app, for samples:
//
//	go run ./internal/logstyle/genlog -style console-a -scenario leak-killed > sample.log
//
// or the large log as a device stores it, as a log archive and as a sysdiagnose:
//
//	go run ./internal/logstyle/genlog -archive FOLDER -bytes 128MiB
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/bglog/bglog/internal/logstyle"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "genlog:", err)
		}
		os.Exit(2)
	}
}

func run(args []string, out, messages io.Writer) error {
	flags := flag.NewFlagSet("genlog", flag.ContinueOnError)
	flags.SetOutput(messages)
	style := flags.String("style", "log-default", "form of the log: "+strings.Join(names(), ", "))
	bytes := flags.String("bytes", "64MiB", "size, with KiB, MiB or GiB")
	seed := flags.Uint64("seed", 1, "the same seed gives the same log")
	scenario := flags.String("scenario", "", "write only this scenario, without noise")
	redacted := flags.Bool("redacted", false, "with -scenario: private values as <private>")
	relevant := flags.Float64("relevant", logstyle.DefaultRelevant, "share of lines that bglog reads")
	archive := flags.String("archive", "", "write a log archive, with -bytes of .tracev3 files, to this folder")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *scenario != "" {
		return play(out, *style, *scenario, *redacted)
	}
	n, err := logstyle.ParseSize(*bytes)
	if err != nil {
		return err
	}
	if *archive != "" {
		_, err := logstyle.WriteBusyArchive(*archive, n)
		return err
	}
	return logstyle.Generate(out, *style, n, *seed, *relevant)
}

// play writes one scenario as a whole file.
func play(out io.Writer, style, name string, redacted bool) error {
	s, err := logstyle.Find(style)
	if err != nil {
		return err
	}
	for _, sc := range logstyle.Scenarios {
		if sc.Name == name {
			return s.Render(out, sc.Entries(), logstyle.Options{Redacted: redacted})
		}
	}
	return fmt.Errorf("unknown scenario %q", name)
}

func names() []string {
	var all []string
	for _, s := range logstyle.Styles {
		all = append(all, s.Name)
	}
	return all
}
