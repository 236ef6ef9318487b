// Bglog reads iOS logs and says what went wrong with an app's background work.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, systemEnvironment()))
}
