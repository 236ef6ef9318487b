// Package report shows what the rules found: as JSON of schema
// bglog.report/v1 and as text for people. Both show the same model, built once by
// [Build]; titles, details and fixes are filled and escaped only here.
//
// Everything that comes out of a log is untrusted: the text renderer shows it
// only through [Clean].
package report
