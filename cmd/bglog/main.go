// Bglog reads iOS logs and says what went wrong with an app's background work.
package main

import (
	"os"
	_ "time/tzdata" // --tz must work where the system has no time zones
)

func main() {
	limitMemory()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, systemEnvironment()))
}
