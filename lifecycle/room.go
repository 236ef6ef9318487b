package lifecycle

import (
	"strings"
	"unique"

	"github.com/bglog/bglog/parse"
)

// DefaultEvidence is how many bytes of messages are kept as evidence of a timeline
// before they are shortened. A week of a busy iPhone, a fifth of DefaultLifecycles,
// keeps some 5 MiB.
const DefaultEvidence = 64 << 20

// How much of a message is kept for reports: what os_log prints is at most a
// kilobyte, an app's own lines may be longer; and where there is no more room.
const (
	wholeEvidence = 2000
	shortEvidence = 400
)

// evidenceRoom is what is left for the messages of a timeline's evidence. The records
// that the engine keeps carry it as their Note.
type evidenceRoom struct {
	limit, left int
	shortened   int // lines
}

// keep returns what is kept of a message, in memory of its own.
func (r *evidenceRoom) keep(message string) string {
	most := wholeEvidence
	if r != nil && r.left <= 0 {
		most = shortEvidence
	}
	if len(message) > most {
		if most == shortEvidence {
			r.shortened++
		}
		message = strings.ToValidUTF8(message[:most], "") + "…"
	}
	if r != nil {
		r.left -= len(message)
	}
	return strings.Clone(message)
}

// evidence makes the line of a record.
func evidence(rec *parse.Record) Evidence {
	room, _ := rec.Note.(*evidenceRoom)
	// a name is a part of its record, which it would keep in memory
	process := unique.Make(rec.Process).Value()
	return Evidence{Input: rec.Input, Line: rec.Line, Time: rec.Time, Process: process, Text: room.keep(rec.Message)}
}
