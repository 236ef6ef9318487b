// Bglog reads iOS logs and says what went wrong with an app's background work.
package main

import (
	"os"
	"runtime/debug"
	_ "time/tzdata" // --tz must work where the system has no time zones
)

func main() {
	debug.SetGCPercent(400)            // the live heap is small; spend some memory on fewer collections
	debug.SetMemoryLimit(memoryTarget) // and collect more often when it is not
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, systemEnvironment()))
}

// memoryTarget is what the program tries to stay below, bytes: the promise is 150 MB at
// its peak, some of which is the program itself.
const memoryTarget = 120 << 20
