package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestShrink(t *testing.T) {
	numbers := make([]int, 1000)
	for i := range numbers {
		numbers[i] = i
	}
	for _, c := range []struct {
		name   string
		tests  int
		needed []int
		most   int
	}{
		{"one", 100, []int{512}, 1},
		{"none", 100, nil, 1}, // one part stays, so that there is something to test
		{"ends", 200, []int{0, 999}, 2},
		{"scattered", 500, []int{3, 77, 500, 501, 900}, 5},
		{"few tests", 3, []int{0}, 500},
	} {
		t.Run(c.name, func(t *testing.T) {
			runs := 0
			got := shrink(numbers, c.tests, func(part []int) bool {
				runs++
				for _, n := range c.needed {
					if !slices.Contains(part, n) {
						return false
					}
				}
				return true
			})
			if runs > c.tests || len(got) > c.most || !slices.IsSorted(got) {
				t.Errorf("%d parts after %d tests: %v", len(got), runs, got[:min(len(got), 10)])
			}
			if len(got) == c.most && c.most == len(c.needed) {
				if d := cmp.Diff(c.needed, got); d != "" {
					t.Error(d)
				}
			}
		})
	}
	if !slices.IsSorted(numbers) || len(numbers) != 1000 {
		t.Error("the parts were changed")
	}
}
