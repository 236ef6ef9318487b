package config

import (
	"maps"
	"slices"
	"strings"
)

// Near returns the names that a mistyped one was perhaps meant to be.
func Near(name string, known []string) []string {
	var near []string
	for _, k := range known {
		if name != "" && strings.Contains(k, name) || distance(k, name) <= min(3, len(name)/2) {
			near = append(near, k)
		}
	}
	return near
}

// didYouMean ends the message about an unknown key.
func didYouMean[T any](key string, known map[string]T) string {
	all := slices.Sorted(maps.Keys(known))
	if near := Near(key, all); len(near) > 0 {
		return "did you mean " + strings.Join(near, ", ") + "?"
	}
	return "expected one of " + strings.Join(all, ", ")
}

// distance is the number of letters to insert, delete or change to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, change)
		}
	}
	return row[len(b)]
}
