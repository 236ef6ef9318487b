package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// release is set by the release build.
var release string

type versionCommand struct{}

// Run prints the version and how it was built.
func (versionCommand) Run(c *call) error {
	info, _ := debug.ReadBuildInfo()
	c.code = c.print(provenance(release, info))
	return nil
}

// version is the release, else what go install recorded, else "devel".
func version() string {
	info, _ := debug.ReadBuildInfo()
	return versionOf(release, info)
}

func versionOf(release string, info *debug.BuildInfo) string {
	switch {
	case release != "":
		return release
	case info != nil && info.Main.Version != "" && info.Main.Version != "(devel)":
		return info.Main.Version
	}
	return "devel"
}

// provenance is what a report of a bug in bglog should begin with. The first line is
// stable; a fact that the build does not know is said to be unknown.
func provenance(release string, info *debug.BuildInfo) string {
	var b strings.Builder
	fmt.Fprintf(&b, "bglog %s %s %s/%s\n", versionOf(release, info), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	built := "from a source tree"
	modified := map[string]string{"true": "yes: this is not what the commit holds", "false": "no"}[setting(info, "vcs.modified")]
	switch {
	case release != "":
		built = "as a release"
	case info != nil && info.Main.Sum != "":
		built = "by go install, from " + info.Main.Path + " " + info.Main.Version
		modified = "no: checksum " + info.Main.Sum
	}
	for _, row := range [][2]string{
		{"release", release},
		{"built", built},
		{"commit", setting(info, "vcs.revision")},
		{"date", setting(info, "vcs.time")},
		{"modified", modified},
		{"go", runtime.Version()},
		{"platform", runtime.GOOS + "/" + runtime.GOARCH},
	} {
		value := row[1]
		switch {
		case value == "" && row[0] == "release":
			value = "none"
		case value == "":
			value = "unknown"
		}
		fmt.Fprintf(&b, "  %-9s %s\n", row[0], value)
	}
	return b.String()
}

// setting is a value that the go command recorded when it built the program.
func setting(info *debug.BuildInfo, key string) string {
	if info != nil {
		for _, s := range info.Settings {
			if s.Key == key {
				return s.Value
			}
		}
	}
	return ""
}
