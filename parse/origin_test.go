package parse_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bglog/bglog/internal/oracle"
	"github.com/bglog/bglog/parse"
)

// chosen is an Interest without literals, so that a list of records tells which of them
// are wanted.
var chosen = parse.Wanted{
	Processes:  []string{"runningboardd", "dasd", "SpringBoard", "kernel"},
	Images:     []string{"UIKitCore", "libsystem_trace.dylib"},
	Subsystems: []string{"com.apple.nsurlsessiond", "com.apple.FrontBoard"},
}

func isChosen(r oracle.Record) bool {
	return r.Marker || slices.Contains(chosen.Processes, r.Process) || slices.Contains(chosen.Images, r.Image) ||
		slices.Contains(chosen.Subsystems, r.Subsystem)
}

// agreeOnChosen compares the records that an Interest chooses, read briefly, with all
// records. Of damaged lines more may be read than is wanted, never less.
func agreeOnChosen(t testing.TB, data []byte, opts parse.Options) (more int) {
	t.Helper()
	all, _ := scanned(t, data, opts)
	opts.Interest, opts.Annotate = parse.NewInterest(chosen), func(*parse.Record) {}
	got, _ := scanned(t, data, opts)
	read := map[int]bool{}
	for _, r := range got {
		read[r.Line] = true
	}
	want := slices.DeleteFunc(all, func(r oracle.Record) bool {
		if read[r.Line] && !isChosen(r) {
			more++
		}
		return !read[r.Line] && !isChosen(r)
	})
	if d := cmp.Diff(want, got, sameRecords, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("wanted records (-all +chosen):\n%s", d)
	}
	return more
}

// senderStyles are the forms in which senders are remembered.
var senderStyles = []string{"log-default", "log-compact", "log-syslog"}

// heads are what may stand behind a process, with and without a message.
var heads = []string{
	"", " ", "message", "(UIKitCore) message", "(UIKitCore) [com.apple.UIKit:BackgroundTask] message", "(UIKitCore)", "(UIKitCore) ",
	"[com.apple.FrontBoard:Process] message", "[com.apple.FrontBoard:Process]message", "[com.apple.FrontBoard:] message",
	"[com.apple.FrontBoard:Proc[ess] message", "[com.apple.other:x] [com.apple.FrontBoard:y] message", "(other) [not a label] message",
	"(other) (UIKitCore) message", "(other)message", "(a (b)) message", "[com.example.app:main] message", "(CFNetwork) === log class: persist begins",
	"=== system boot: 00000000-0000-0000-0000-000000000000", "[]: message", "(libsystem_trace.dylib) [:x] message",
}

// All that may stand behind a process, met for the first and for the second time.
func TestRememberedSenders(t *testing.T) {
	before := map[string]string{
		"log-default": "2026-03-15 14:14:18.432571-0500 0x18697    Default     0x0                  360    8    NAME: ",
		"log-compact": "2026-03-15 14:14:18.432 Df NAME[360:18697] ",
		"log-syslog":  "2026-03-15 14:14:18.432571-0500  localhost NAME[360]: ",
	}
	for format, head := range before {
		var log strings.Builder
		for range 2 {
			for _, name := range []string{"dasd", "Notes", "Not es", "kernel"} {
				for _, h := range heads {
					log.WriteString(strings.Replace(head, "NAME", name, 1) + h + "\n")
				}
			}
		}
		opts := oracleOptions(format)
		opts.Workers = 1
		// twice for each of two names: text that reads like the label of a wanted subsystem
		if more := agreeOnChosen(t, []byte(log.String()), opts); more != 2*2*2 {
			t.Errorf("%s: %d records were read that nobody wants", format, more)
		}
	}
}

func FuzzRememberedSenders(f *testing.F) {
	for _, style := range senderStyles {
		log := stories(f, style, 1)[0]
		for seed := range uint64(3) {
			r := rand.New(rand.NewPCG(seed, 3))
			data := piece(r, log, 12)
			for range seed {
				data = damages[r.IntN(len(damages))](r, data)
			}
			f.Add(style, data)
		}
	}
	f.Fuzz(func(t *testing.T, style string, data []byte) {
		// NULs and colours are taken out of the records that are read, which may turn
		// another sender into a wanted one
		if !slices.Contains(senderStyles, style) || len(data) > 64<<10 || bytes.ContainsAny(data, "\x00\x1b") {
			return
		}
		agreeOnChosen(t, append([]byte(preamble), data...), oracleOptions(style))
	})
}
