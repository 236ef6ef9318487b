// Package rules judges lifecycles: each rule looks for one fault, names its
// cause, the lines that prove it and the fix.
package rules
