//go:build linux || darwin

package main

import "syscall"

// free is how many bytes of a folder's disk are left for ordinary users.
func free(dir string) (bytes int64, known bool) {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
