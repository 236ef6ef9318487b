package main

import "strings"

// The words of the page; figures are measured, never written here.

var pageHead = `<!-- Written by go run ./internal/bench -write docs/performance.md; edit internal/bench/words.go. -->

# How fast bglog is

The whole analysis (reading, recognising, reconstructing, judging, writing the JSON report) of a generated log of a busy
device, as a process, with the log in the system's file cache. Some 15 % of the lines are from what bglog reads; among
them are, every 20 seconds, the stories of apps whose background work goes well or badly. What it is compared with:

- ` + "`" + strings.Join(ripgrep(0).args, " ") + "`" + ` counts the lines of those senders, which is the least that one can do to look at them.
- ` + "`wc -l`" + ` and ` + "`gzip -dc`" + ` only count and inflate.
- ` + "`" + strings.Join(readObjects.args[:2], " ") + " '" + readObjects.args[2] + "'`" + ` parses every object and prints one 0.

To repeat it: ` + "`make bench`" + `, or ` + "`go run ./internal/bench -quick`" + ` in less than a minute; ` + "`-write docs/performance.md`" + `
writes this page. Speeds are in bytes of text, also where it is compressed; MB are millions of bytes. CPU is user and
system time of all threads; "time for bytes" is 1 where time grows as the log does.

`

const busyNote = `The machine was busy with other work: the commands waited for a core, those that use two of them more than the others.
CPU tells more than time here, and whether a promise about time is kept shows only on a machine that is not.

`

const pageLimits = `## What limits it

- **Text** (log-default, log-compact, log-syslog). ripgrep compares every byte with vector instructions and looks at a
  line only where a sender may stand. bglog finds every line's end and process, decides by a remembered sender whether
  anybody wants the record, and allocates nothing for one that it skips. More than half of its time goes into the
  records that it does not skip: recognising their messages by the catalogue is the largest part, following them the
  next. The share of relevant lines therefore counts for more than the size. Blocks of the file are read by all cores;
  what they found is put in order and followed by one.
- **ndjson.** A record is four times as long as in text, and is decided on after a search for a few of its keys; only
  wanted records are taken apart. jq, which takes all apart, shows what that saves.
- **gzip.** Inflating takes one core, and is what everything else waits for; the other core does the rest meanwhile.
  With one core both times add up.
- **Log archives.** Every tracepoint is looked at: most are passed over by who wrote them, or by their format string, and
  a message is composed only where it may be wanted. In a sysdiagnose the names and texts stand behind the messages, of
  which nothing can be decided before all is inflated: to gzip's time comes that of the rest, by all cores.
- **Small logs.** Starting, recognising the format and writing the report take some 10 ms whatever the size.
- **Memory** is that of a few blocks, of lifecycles that are still open, and of what is reported; not of the records.
  ripgrep's is the file, which it maps; a peak marked ≤ is no more than that of the measuring program.

Where the time goes in a change of one's own: ` + "`go test ./cmd/bglog -run '^$' -bench 'Analyze/log-default/1' -cpuprofile cpu.prof`" + `
for the whole, ` + "`go test ./parse -run '^$' -bench Read`" + ` for each format's reader with time and allocations per line.
`
