package config

import (
	"os"
	"path/filepath"
)

// FileName is what a configuration is called.
const FileName = ".bglog.yaml"

// Find looks for a configuration in a folder and those above it, up to the root of the
// repository; "" when there is none.
func Find(dir string) string {
	for dir != "" {
		path := filepath.Join(dir, FileName)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path
		}
		parent := filepath.Dir(dir)
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil || parent == dir {
			return ""
		}
		dir = parent
	}
	return ""
}
