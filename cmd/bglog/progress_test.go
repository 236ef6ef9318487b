package main

import (
	"strings"
	"testing"
	"time"

	"github.com/bglog/bglog/parse"
)

// Of a reading that ends at once nothing is said; of a long one the last thing said is
// blank.
func TestProgress(t *testing.T) {
	env := testEnvironment()
	env.stderrTTY = true
	var errs strings.Builder
	if run([]string{"testdata/notes.log"}, strings.NewReader(""), &strings.Builder{}, &errs, env); errs.Len() > 0 {
		t.Errorf("%q", errs.String())
	}
	w := &late{w: &errs, from: time.Now().Add(-time.Second)}
	done, told := showProgress(w, 1000)
	told(400)
	time.Sleep(2 * progressEvery)
	told(100)
	done()
	text := errs.String()
	if !strings.Contains(text, "50%") || strings.TrimSpace(text[strings.LastIndex(text, "\r")+1:]) != "" {
		t.Errorf("%q", text)
	}
	var opts parse.Options
	env.stderrTTY = false
	if (&call{env: env}).progress(nil, &opts); opts.Progress != nil {
		t.Error("progress where nobody watches")
	}
}
