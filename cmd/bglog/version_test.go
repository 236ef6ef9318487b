package main

import (
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProvenance(t *testing.T) {
	here := runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
	tail := "  go        " + runtime.Version() + "\n  platform  " + runtime.GOOS + "/" + runtime.GOARCH + "\n"
	stamped := []debug.BuildSetting{{Key: "vcs.revision", Value: "0c58088"}, {Key: "vcs.time", Value: "2026-11-21T10:00:00Z"}, {Key: "vcs.modified", Value: "false"}}
	dirty := append(append([]debug.BuildSetting{}, stamped[:2]...), debug.BuildSetting{Key: "vcs.modified", Value: "true"})
	for _, c := range []struct {
		name, release string
		info          *debug.BuildInfo
		want          string
	}{
		{"release", "1.4.0", &debug.BuildInfo{Settings: stamped}, "bglog 1.4.0 " + here + `
  release   1.4.0
  built     as a release
  commit    0c58088
  date      2026-11-21T10:00:00Z
  modified  no
` + tail},
		{"go install", "", &debug.BuildInfo{Main: debug.Module{Path: "github.com/bglog/bglog", Version: "v1.4.0", Sum: "h1:x="}}, "bglog v1.4.0 " + here + `
  release   none
  built     by go install, from github.com/bglog/bglog v1.4.0
  commit    unknown
  date      unknown
  modified  no: checksum h1:x=
` + tail},
		{"modified tree", "", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: dirty}, "bglog devel " + here + `
  release   none
  built     from a source tree
  commit    0c58088
  date      2026-11-21T10:00:00Z
  modified  yes: this is not what the commit holds
` + tail},
		{"nothing recorded", "", nil, "bglog devel " + here + `
  release   none
  built     from a source tree
  commit    unknown
  date      unknown
  modified  unknown
` + tail},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(strings.Split(c.want, "\n"), strings.Split(provenance(c.release, c.info), "\n")); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}
