package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The summary of a step is added to what other commands of the step wrote.
func TestStepSummary(t *testing.T) {
	path := filepath.Join(t.TempDir(), "summary.md")
	if err := os.WriteFile(path, []byte("before\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := testEnvironment()
	env.getenv = func(k string) string { return map[string]string{"GITHUB_STEP_SUMMARY": path}[k] }
	var out, errs strings.Builder
	code := run([]string{"--format", "github", "../../testdata/samples/refresh.log"}, strings.NewReader(""), &out, &errs, env)
	got := string(mustRead(t, path))
	if code != exitClean || errs.Len() > 0 || !strings.HasPrefix(got, "before\n# Notes: BGTask ") || !strings.HasPrefix(out.String(), "::warning ") {
		t.Errorf("exit %d, %q, summary %q", code, errs.String(), got)
	}
	env.getenv = func(k string) string { return map[string]string{"GITHUB_STEP_SUMMARY": filepath.Join(path, "no")}[k] }
	if code := run([]string{"--format", "github", "../../testdata/samples/refresh.log"}, strings.NewReader(""), io.Discard, &errs, env); code != exitUsage || !strings.Contains(errs.String(), "writing the step summary") {
		t.Errorf("a summary that cannot be written: exit %d, %q", code, errs.String())
	}
}

// One pass over the input writes every format.
func TestAllFormats(t *testing.T) {
	dir := t.TempDir()
	args := []string{"../../testdata/samples/refresh.log"}
	begins := map[string]string{
		"text": "Notes: BGTask", "markdown": "# Notes: BGTask", "json": "{\n  \"schema\": \"bglog.report/v1\"", "junit": "<?xml version",
		"sarif": "{\n  \"$schema\": \"https://docs.oasis-open.org/sarif/", "github": "::warning title=", "perfetto": "{\n \"traceEvents\": [", "html": "<!doctype html>",
	}
	for format := range writers {
		args = append(args, "--format", format+"="+filepath.Join(dir, format))
	}
	var out, errs strings.Builder
	if code := run(args, strings.NewReader(""), &out, &errs, testEnvironment()); code != exitClean || out.Len()+errs.Len() > 0 {
		t.Fatalf("exit %d, %q, %q", code, out.String(), errs.String())
	}
	for format := range writers {
		if got := string(mustRead(t, filepath.Join(dir, format))); begins[format] == "" || !strings.HasPrefix(got, begins[format]) {
			t.Errorf("%s begins %q", format, got[:min(len(got), 80)])
		}
	}
}
