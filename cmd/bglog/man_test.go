package main

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

func manualPage(t *testing.T, env environment) string {
	t.Helper()
	var page, errs strings.Builder
	if code := run([]string{"man"}, nil, &page, &errs, env); code != exitClean || errs.Len() > 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	return page.String()
}

// What reads manual pages has nothing to say against this one.
func TestManLint(t *testing.T) {
	page := manualPage(t, testEnvironment())
	for _, linter := range [][]string{
		{"mandoc", "-T", "lint", "-W", "style"},
		{"man", "--warnings=w", "-E", "UTF-8", "-l", "-"},
	} {
		t.Run(linter[0], func(t *testing.T) {
			if _, err := exec.LookPath(linter[0]); err != nil {
				t.Skip("no " + linter[0])
			}
			var out, complaints strings.Builder
			cmd := exec.Command(linter[0], linter[1:]...)
			cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(page), &out, &complaints
			err := cmd.Run()
			if linter[0] == "mandoc" { // it complains on standard output
				complaints.WriteString(out.String())
			}
			if err != nil || complaints.Len() > 0 {
				t.Errorf("%v\n%s", err, complaints.String())
			}
		})
	}
}

// The page names every command and every flag, and all exit codes that the help names.
func TestManIsComplete(t *testing.T) {
	page := strings.NewReplacer(`\-`, "-", `\fB`, "", `\fI`, "", `\fR`, "").Replace(manualPage(t, testEnvironment()))
	parser, err := kong.New(&commandLine{}, kong.Name("bglog"), kong.Bind(&call{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range parser.Model.Leaves(true) {
		section := `.SS "` + strings.TrimPrefix(n.Path(), "bglog ") + "\"\n"
		_, text, found := strings.Cut(page, section)
		if !found {
			t.Errorf("no %s", section)
			continue
		}
		text, _, _ = strings.Cut(text, "\n.S")
		for _, f := range n.Flags {
			if !strings.Contains(text, "--"+f.Name) {
				t.Errorf("%s: no --%s", n.Path(), f.Name)
			}
		}
	}
	for _, e := range manual.Exits {
		if !strings.Contains(description, " "+e.Term+" ") && !strings.Contains(description, "\n"+e.Term+" ") {
			t.Errorf("the help does not name exit code %s", e.Term)
		}
	}
	if n := strings.Count(page, ".SH"); n != 10 {
		t.Errorf("%d sections", n)
	}
}

func TestManualDate(t *testing.T) {
	env := testEnvironment()
	epoch := env
	epoch.getenv = func(name string) string { return map[string]string{"SOURCE_DATE_EPOCH": strconv.Itoa(86400)}[name] }
	for _, c := range []struct {
		env             environment
		committed, want string
	}{
		{env, "", "2026-07-01"},
		{env, "2026-03-02T23:30:00-05:00", "2026-03-03"},
		{epoch, "2026-03-02T23:30:00-05:00", "1970-01-02"},
	} {
		if got := manualDate(c.env, c.committed).Format(time.DateOnly); got != c.want {
			t.Errorf("%q: %s, want %s", c.committed, got, c.want)
		}
	}
}
