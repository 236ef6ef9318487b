// Bglog reads iOS logs and says what went wrong with an app's background work.
package main

import (
	"os"
	"runtime/debug"
	_ "time/tzdata" // --tz must work where the system has no time zones
)

func main() {
	debug.SetGCPercent(400) // the live heap is small; spend some memory on fewer collections
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, systemEnvironment()))
}
