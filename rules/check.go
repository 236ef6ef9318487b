package rules

import "github.com/bglog/bglog/lifecycle"

// All returns every rule, in the order of the documentation.
func All() []*Rule { return nil }

// ByID returns the rule of that id, or nil.
func ByID(id string) *Rule { return nil }

// Check judges a timeline. Findings come worst first, effects after their
// causes; they have no ID yet.
func Check(t *lifecycle.Timeline) []*Finding { return nil }
