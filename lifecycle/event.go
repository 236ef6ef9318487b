package lifecycle

import "github.com/bglog/bglog/parse"

// EventKind says what a recognised message means.
type EventKind string

// Origin says who wrote a message.
type Origin string

// Apple's own messages prove what they say; those of widely used SDKs are only
// likely evidence.
const (
	Apple Origin = "apple"
	SDK   Origin = "sdk"
)

// Event is a recognised record.
type Event struct {
	Kind   EventKind
	Row    *Row
	Record *parse.Record
	Target Identity // the process a bracketed head or a field names
	fields []string // values by index of Row.fields
}
