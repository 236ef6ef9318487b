// Package bglog holds only the test of the repository's layout.
package bglog

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// stages in the order of the pipeline: a package may import only those before it.
var stages = []string{"parse", "lifecycle", "rules", "report", "config", "cmd/bglog"}

func stageOf(path string) int {
	for i, s := range stages {
		if path == s || strings.HasPrefix(path, s+"/") {
			return i
		}
	}
	return -1
}

func TestImportsGoOneWay(t *testing.T) {
	checked := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		own := stageOf(dir)
		if own < 0 {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		checked++
		for _, imp := range f.Imports {
			name, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return err
			}
			rest, ok := strings.CutPrefix(name, "github.com/bglog/bglog/")
			if !ok {
				continue
			}
			if other := stageOf(rest); other < 0 || other > own || other == own && rest != dir && !strings.HasPrefix(rest, stages[own]+"/") {
				t.Errorf("%s imports %s: packages import only earlier stages of %s", path, rest, strings.Join(stages, " -> "))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked < 20 {
		t.Errorf("only %d files were looked at", checked)
	}
}
