package main

import (
	"runtime"
	"runtime/debug"
)

// release is set by the release build.
var release string

type versionCommand struct{}

// Run prints the version and what it was built with.
func (versionCommand) Run(c *call) error {
	c.code = c.print("bglog " + version() + " " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH + "\n")
	return nil
}

// version is the release, else what go install recorded, else "devel".
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}
