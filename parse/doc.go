// Package parse turns bytes into records: it opens inputs (files, folders,
// standard input, gzip, zstd), recognises their format by content, and reads
// every textual shape in which Apple's unified log reaches people. Crash
// reports, JetsamEvent files and MetricKit payloads become reports.
//
// parse does not know what a message means. Which records are worth keeping is
// told by an [Interest] that the caller builds; everything else is counted and
// skipped.
package parse
