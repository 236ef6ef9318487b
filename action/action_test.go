// Package action holds only the tests of what packages are made of: the action of
// GitHub, its scripts, the hooks of pre-commit and the files of the release.
package action

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The schemas are those of schemastore.org.
func TestSchemas(t *testing.T) {
	for file, schema := range map[string]string{
		"../action.yml":             "testdata/github-action-schema.json",
		"../.pre-commit-hooks.yaml": "testdata/pre-commit-hooks-schema.json",
	} {
		compiled, err := jsonschema.NewCompiler().Compile(schema)
		if err != nil {
			t.Fatal(err)
		}
		check := func(doc []byte) error {
			asJSON, err := yaml.YAMLToJSON(doc)
			if err != nil {
				return err
			}
			parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
			if err != nil {
				return err
			}
			return compiled.Validate(parsed)
		}
		doc := mustRead(t, file)
		if err := check(doc); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if check(bytes.Replace(doc, []byte("name:"), []byte("title:"), 1)) == nil {
			t.Errorf("%s: without a name it passes too", file)
		}
	}
}

// metadata is what the tests need of action.yml.
type metadata struct {
	Inputs  map[string]any
	Outputs map[string]struct{ Value string }
	Runs    struct {
		Steps []struct {
			ID, Run, Uses string
			Env           map[string]string
		}
	}
}

func readMetadata(t *testing.T) (m metadata) {
	t.Helper()
	if err := yaml.Unmarshal(mustRead(t, "../action.yml"), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// What a pull request can set never becomes a part of a script, other actions are
// pinned, and every input reaches a step.
func TestActionIsSafe(t *testing.T) {
	m := readMetadata(t)
	pinned := regexp.MustCompile(`^[a-z-]+/[a-z-]+(/[a-z-]+)?@[0-9a-f]{40}$`)
	var passed string
	for _, s := range m.Runs.Steps {
		if strings.Contains(s.Run, "${{") {
			t.Errorf("an expression in a script: %s", s.Run)
		}
		if s.Uses != "" && !pinned.MatchString(s.Uses) {
			t.Errorf("%s is not pinned", s.Uses)
		}
		for name, value := range s.Env {
			passed += value
			_, script, _ := strings.Cut(s.Run, "$GITHUB_ACTION_PATH/action/")
			script = strings.TrimSuffix(script, `"`)
			text := s.Run
			if script != "" {
				text = string(mustRead(t, script))
			}
			if name != "GITHUB_TOKEN" && !strings.Contains(text, name) {
				t.Errorf("%s does not read %s", s.Run, name)
			}
		}
	}
	for name := range m.Inputs {
		if name != "upload" && !strings.Contains(passed, "inputs."+name+" ") {
			t.Errorf("input %s is not used", name)
		}
	}
	for _, workflow := range []string{"../.github/workflows/release.yml", "testdata/workflow.yml"} {
		for _, uses := range regexp.MustCompile(`uses: (\S+)`).FindAllStringSubmatch(string(mustRead(t, workflow)), -1) {
			if uses[1] != "./" && !pinned.MatchString(uses[1]) {
				t.Errorf("%s: %s is not pinned", workflow, uses[1])
			}
		}
	}
}

// script runs a script as a step of a job and returns its output and exit code.
func script(t *testing.T, name string, env ...string) (string, int) {
	t.Helper()
	path, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("bash", path)
	cmd.Env = append([]string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}, env...)
	cmd.Dir = t.TempDir()
	for _, e := range env {
		if dir, ok := strings.CutPrefix(e, "PWD="); ok {
			cmd.Dir = dir
		}
	}
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// write makes a file that may be run.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

// fakeProgram notes its arguments, writes the SARIF report and exits as it is told.
const fakeProgram = `#!/usr/bin/env bash
printf '%s\n' "$@" > "$NOTED"
for a in "$@"; do
  case $a in --format=sarif=*) echo '{}' > "${a#--format=sarif=}" ;; esac
done
exit "$EXIT"
`

func TestGate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	for _, c := range []struct {
		name    string
		env     []string
		exit    string
		args    []string
		outputs string
	}{
		{
			name: "everything",
			env: []string{"BGLOG_ACTION_INPUTS=logs/*.log\n  my report.ips \n\n", "BGLOG_ACTION_FAIL_ON=warning", "BGLOG_ACTION_APP=com.example.notes\nWidget One",
				"BGLOG_ACTION_BASELINE=known.yaml", "BGLOG_ACTION_CONFIG=team.yaml", "BGLOG_ACTION_SARIF=out dir/b.sarif"},
			exit: "1",
			args: []string{"--format", "github", "--format=sarif=out dir/b.sarif", "--fail-on=warning", "--baseline=known.yaml", "--config=team.yaml",
				"--app=com.example.notes", "--app=Widget One", "--", "logs/a.log", "logs/b c.log", "my report.ips"},
			outputs: "exit-code=1\nsarif=out dir/b.sarif\n",
		},
		{
			name: "nothing but a log", env: []string{"BGLOG_ACTION_INPUTS=missing*.log"}, exit: "3",
			args:    []string{"--format", "github", "--", "missing*.log"},
			outputs: "exit-code=3\nsarif=\n",
		},
		{
			name:    "hostile",
			env:     []string{"BGLOG_ACTION_INPUTS=$(touch pwned)\n`touch pwned`\n--fail-on=never\n; touch pwned", "BGLOG_ACTION_FAIL_ON=error\"; touch pwned; \"", "BGLOG_ACTION_APP=*"},
			exit:    "0",
			args:    []string{"--format", "github", "--fail-on=error\"; touch pwned; \"", "--app=*", "--", "$(touch pwned)", "`touch pwned`", "--fail-on=never", "; touch pwned"},
			outputs: "exit-code=0\nsarif=\n",
		},
		{
			name: "a report of another run", env: []string{"BGLOG_ACTION_INPUTS= \n", "BGLOG_ACTION_SARIF=old.sarif"}, exit: "0",
			outputs: "exit-code=2\nsarif=\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			work, bin := t.TempDir(), t.TempDir()
			write(t, filepath.Join(bin, "bglog"), fakeProgram)
			for _, name := range []string{"logs/a.log", "logs/b c.log", "my report.ips", "out dir/x", "old.sarif"} {
				write(t, filepath.Join(work, name), "{}")
			}
			noted, outputs := filepath.Join(bin, "noted"), filepath.Join(bin, "outputs")
			out, code := script(t, "gate.sh", append(c.env, "PWD="+work, "NOTED="+noted, "EXIT="+c.exit, "GITHUB_OUTPUT="+outputs,
				"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))...)
			if code != 0 {
				t.Errorf("exit %d: %s", code, out)
			}
			var args []string
			if b, err := os.ReadFile(noted); err == nil {
				args = strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
			}
			if d := cmp.Diff(c.args, args); d != "" {
				t.Errorf("arguments (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.outputs, string(mustRead(t, outputs))); d != "" {
				t.Errorf("outputs (-want +got):\n%s", d)
			}
			if _, err := os.Stat(filepath.Join(work, "pwned")); err == nil {
				t.Error("an input was run")
			}
		})
	}
}

// tarball is a release's archive with a program that tells its version.
func tarball(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	program := "#!/bin/sh\necho the program of the release\n"
	if err := w.WriteHeader(&tar.Header{Name: "bglog", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, program)
	w.Close()
	z.Close()
	return b.Bytes()
}

func TestInstall(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil || runtime.GOOS == "windows" {
		t.Skip("needs a shell and curl")
	}
	archive := tarball(t)
	const name = "bglog_1.4.0_linux_amd64.tar.gz"
	sums := fmt.Sprintf("%x  %s\n", sha256.Sum256(archive), name)
	mux := http.NewServeMux()
	mux.HandleFunc("/latest", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/tag/v1.4.0", http.StatusFound) })
	mux.HandleFunc("/tag/v1.4.0", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/download/v1.4.0/"+name, func(w http.ResponseWriter, _ *http.Request) { w.Write(archive) })
	mux.HandleFunc("/download/v1.4.0/checksums.txt", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, sums) })
	// A release whose archive is not the one that was built.
	mux.HandleFunc("/download/v1.5.0/bglog_1.5.0_linux_amd64.tar.gz", func(w http.ResponseWriter, _ *http.Request) { w.Write(archive) })
	mux.HandleFunc("/download/v1.5.0/checksums.txt", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "%064d  bglog_1.5.0_linux_amd64.tar.gz\n", 0)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	for _, c := range []struct {
		version, arch, want string
		fails               bool
	}{
		{"1.4.0", "X64", "the program of the release", false},
		{"v1.4.0", "X64", "the program of the release", false},
		{"latest", "X64", "the program of the release", false},
		{"1.5.0", "X64", "the checksum of bglog_1.5.0_linux_amd64.tar.gz is not the release's", true},
		{"1.4.0/../../evil", "X64", "no release: expected one such as 1.4.0", true},
		{"1.4.0\n::warning::x", "X64", "no release: expected one such as 1.4.0", true},
		{"1.4.0", "X86", "no release for this processor", true},
		{"9.9.9", "X64", "404", true},
	} {
		path, temp := filepath.Join(t.TempDir(), "path"), t.TempDir()
		out, code := script(t, "install.sh", "BGLOG_RELEASES="+server.URL, "BGLOG_ACTION_VERSION="+c.version,
			"RUNNER_OS=Linux", "RUNNER_ARCH="+c.arch, "RUNNER_TEMP="+temp, "GITHUB_PATH="+path)
		if (code != 0) != c.fails || !strings.Contains(out, c.want) {
			t.Errorf("%q: exit %d: %s", c.version, code, out)
		}
		if _, err := os.Stat(path); (err == nil) == c.fails {
			t.Errorf("%q: on the PATH: %v", c.version, err == nil)
		}
	}
}

// The release makes the archives that the action looks for, from the hook's files, and
// sets what tells the version.
func TestReleaseFitsTheAction(t *testing.T) {
	var release struct {
		Builds []struct {
			Goos, Goarch, Ldflags, Env, Flags []string
			Timestamp                         string `yaml:"mod_timestamp"`
		}
		Archives []struct {
			Name  string `yaml:"name_template"`
			Files []struct{ Src string }
		}
		Checksum struct {
			Name string `yaml:"name_template"`
		}
	}
	if err := yaml.Unmarshal(mustRead(t, "../.goreleaser.yaml"), &release); err != nil {
		t.Fatal(err)
	}
	install, extras := string(mustRead(t, "install.sh")), string(mustRead(t, "../.ci/extras"))
	b := release.Builds[0]
	for _, os := range b.Goos {
		if !strings.Contains(install, "os="+os+" ") {
			t.Errorf("the action does not know %s", os)
		}
	}
	for _, arch := range b.Goarch {
		if !strings.Contains(install, "arch="+arch+" ") {
			t.Errorf("the action does not know %s", arch)
		}
	}
	if got := strings.NewReplacer("{{ .ProjectName }}", "bglog", "{{ .Version }}", "${version}", "{{ .Os }}", "${os}", "{{ .Arch }}", "${arch}").Replace(release.Archives[0].Name); !strings.Contains(install, "archive="+got+".$kind") {
		t.Errorf("the action does not look for %s", got)
	}
	if !strings.Contains(install, "/"+release.Checksum.Name) {
		t.Errorf("the action does not look for %s", release.Checksum.Name)
	}
	for _, f := range release.Archives[0].Files {
		if made, ok := strings.CutPrefix(f.Src, "build/"); ok && !strings.Contains(extras, `"$folder/`+strings.TrimSuffix(made, "*")) {
			t.Errorf("nothing makes %s", f.Src)
		}
	}
	if !slices.Contains(b.Env, "CGO_ENABLED=0") || !slices.Contains(b.Flags, "-trimpath") || b.Timestamp != "{{ .CommitTimestamp }}" {
		t.Error("the build is not reproducible")
	}
	if !strings.Contains(strings.Join(b.Ldflags, " "), "-X main.release=") || !strings.Contains(string(mustRead(t, "../cmd/bglog/version.go")), "\nvar release string\n") {
		t.Error("the release is not set")
	}
}

// The workflow of the documentation is the one that is checked here.
func TestDocumentedWorkflow(t *testing.T) {
	doc := string(mustRead(t, "../docs/ci.md"))
	_, workflow, _ := strings.Cut(string(mustRead(t, "testdata/workflow.yml")), "\n") // a comment
	workflow = strings.Replace(workflow, "uses: ./\n", "uses: bglog/bglog@v1.4.0\n", 1)
	if !strings.Contains(doc, "```yaml\n"+workflow+"```") {
		t.Errorf("docs/ci.md does not hold testdata/workflow.yml:\n%s", workflow)
	}
}
