// Package lifecycle knows what Apple's messages mean. Its catalogue turns
// records into events, and its state machines turn events into the things that
// live on a device: app processes, background tasks, assertions, exits.
package lifecycle
