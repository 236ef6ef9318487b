// Package logshow writes entries of the unified log as `log show` of macOS prints them.
// Apple documents none of the styles: what is known of them is what published lines
// show. Where no line is known of what is to be written, a comment says so.
package logshow
