package lifecycle

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

// maxFields is the largest number of arguments of any row.
const maxFields = 8

// Event is a recognised record.
type Event struct {
	Kind   EventKind
	Row    *Row
	Target Identity // the process that the row's "target" argument names

	// Session is the UUID of the URLSession and Transfer its task, from the heads
	// of the message or the arguments "session" and "task"; they share the
	// record's memory.
	Session  string
	Transfer TransferID

	values [maxFields]string // by index of Row.fields
	n      int
	points []pointHit
	idle   bool // about a process that is no app's: nothing follows from it
}
