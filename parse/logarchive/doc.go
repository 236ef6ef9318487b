// Package logarchive reads Apple's unified log as a device stores it: a
// .logarchive folder, the one inside a sysdiagnose, the store of a live disk, or
// single .tracev3 files.
//
// The format is not documented by Apple. Offsets and names here follow what
// libyal's dtformats and mandiant's macos-UnifiedLogs documented, corrected by
// measurements on archives of macOS 10.13 and iOS 15 where they differ.
//
// A .tracev3 file is a sequence of chunks: a header (boot, time base), then
// catalogs (processes, subsystems), each followed by chunksets (compressed blocks of
// at most 64 KiB), which hold pages of tracepoints. Format strings are not in it:
// they are in uuidtext files, one per binary, and dsc files, one per shared cache.
// Wall time is not in it either: timesync files tell it from the continuous time.
// Integers are little-endian, UUIDs big-endian.
package logarchive
