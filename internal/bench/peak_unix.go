//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak is the largest resident set of a finished process in bytes. Linux counts what
// its parent had when it started it: it is never below ownPeak.
func peak(p *os.ProcessState) int64 {
	u, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return resident(u)
}

// ownPeak is the largest resident set of this process so far in bytes.
func ownPeak() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return resident(&u)
}

func resident(u *syscall.Rusage) int64 {
	n := int64(u.Maxrss)
	if runtime.GOOS == "darwin" { // bytes there, kilobytes elsewhere
		return n
	}
	return n << 10
}
