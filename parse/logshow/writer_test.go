package logshow_test

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bglog/bglog/parse/logarchive"
	"github.com/bglog/bglog/parse/logarchive/archivetest"
	"github.com/bglog/bglog/parse/logshow"
)

var update = flag.Bool("update", false, "write the golden files anew")

// export writes an archive in a style.
func export(t testing.TB, a *archivetest.Archive, style string, zone *time.Location) string {
	t.Helper()
	archive, err := logarchive.Open(logarchive.Memory(a.Memory()))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	w, err := logshow.NewWriter(&b, style, zone)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := logarchive.Read(context.Background(), archive, logarchive.Options{}, w.Write); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestStyles pins what is written of every kind of entry.
func TestStyles(t *testing.T) {
	for _, style := range logshow.Styles() {
		t.Run(style, func(t *testing.T) {
			got := export(t, scene(), style, nil)
			path := filepath.Join("testdata", style+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestUnknownStyle(t *testing.T) {
	_, err := logshow.NewWriter(nil, "json", nil)
	if want := `unknown style "json": expected one of default, compact, syslog, ndjson`; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// failing takes so many writes.
type failing struct{ left int }

var errFull = errors.New("no space left")

func (f *failing) Write(p []byte) (int, error) {
	if f.left--; f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// TestWriteErrors: the first error ends the export, and rows are written as they come.
func TestWriteErrors(t *testing.T) {
	e := &logarchive.Entry{Kind: logarchive.KindLog, Process: strings.Repeat("x", 40<<10)}
	w, err := logshow.NewWriter(&failing{left: 1}, "default", nil)
	if err != nil {
		t.Fatal(err)
	}
	var errs []error
	for range 4 {
		errs = append(errs, w.Write(e))
	}
	if d := cmp.Diff([]error{nil, nil, nil, errFull}, errs, cmpopts.EquateErrors()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// BenchmarkWriter composes and writes one message again and again.
func BenchmarkWriter(b *testing.B) {
	archive, err := logarchive.Open(logarchive.Memory(scene().Memory()))
	if err != nil {
		b.Fatal(err)
	}
	for _, style := range logshow.Styles() {
		b.Run(style, func(b *testing.B) {
			w, err := logshow.NewWriter(io.Discard, style, nil)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			_, err = logarchive.Read(context.Background(), archive, logarchive.Options{}, func(e *logarchive.Entry) error {
				for e.Subsystem == "com.apple.duetactivityscheduler" && b.Loop() {
					if err := w.Write(e); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}
