package parse

import (
	"fmt"
	"math"
	"time"
)

// Time is one moment of a log with the offset it was printed in. The zero
// value means that the moment is unknown, which is not the same as any instant.
type Time struct {
	us    int64 // microseconds since 1970-01-01T00:00:00Z
	off   int32 // seconds east of UTC in which the moment is shown
	known bool
}

// At makes a known Time from a time.Time, keeping its offset and cutting it to
// microseconds.
func At(t time.Time) Time {
	_, off := t.Zone()
	return Time{us: t.UnixMicro(), off: int32(off), known: true}
}

// micros makes a known Time from microseconds since 1970 UTC and an offset in
// seconds east.
func micros(us int64, off int32) Time { return Time{us: us, off: off, known: true} }

// Known reports whether the moment is known.
func (t Time) Known() bool { return t.known }

// Micros returns microseconds since 1970 UTC; it is meaningless for an unknown Time.
func (t Time) Micros() int64 { return t.us }

// Std returns the moment as a time.Time in its own offset; the zero time.Time
// when unknown.
func (t Time) Std() time.Time {
	if !t.known {
		return time.Time{}
	}
	loc := time.UTC
	if t.off != 0 {
		loc = time.FixedZone("", int(t.off))
	}
	return time.UnixMicro(t.us).In(loc)
}

// Like returns the same moment, shown as u is; unknown moments change nothing.
func (t Time) Like(u Time) Time {
	if u.known {
		t.off = u.off
	}
	return t
}

// Add returns the moment d seconds later; unknown stays unknown.
func (t Time) Add(seconds float64) Time {
	if t.known {
		t.us += int64(math.Round(seconds * 1e6))
	}
	return t
}

// Since returns the seconds from u to t and whether both are known.
func (t Time) Since(u Time) (seconds float64, ok bool) {
	if !t.known || !u.known {
		return 0, false
	}
	return float64(t.us-u.us) / 1e6, true
}

// Before reports whether both moments are known and t is the earlier one.
func (t Time) Before(u Time) bool { return t.known && u.known && t.us < u.us }

// After reports whether both moments are known and t is the later one.
func (t Time) After(u Time) bool { return u.Before(t) }

// Compare orders known moments by time; an unknown one equals everything, so
// that sorts by Compare must be stable and keep the order of the input.
func (t Time) Compare(u Time) int {
	switch {
	case t.Before(u):
		return -1
	case u.Before(t):
		return 1
	}
	return 0
}

// Earliest returns the earlier of the two known moments, or the known one.
func Earliest(a, b Time) Time {
	if !a.known || b.Before(a) {
		return b
	}
	return a
}

// Latest returns the later of the two known moments, or the known one.
func Latest(a, b Time) Time {
	if !a.known || a.Before(b) {
		return b
	}
	return a
}

// dayOne separates clock times without a date from real dates: no iOS log is
// older than 2007, and a dateless log starts on 0001-01-01.
var dayOne = time.Date(1000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()

// Dateless reports whether the log gave no date, so that the date part counts
// days from the log's first day.
func (t Time) Dateless() bool { return t.known && t.us < dayOne }

// Day returns the number of the log's day for a dateless moment; day 1 is the
// day of the first record.
func (t Time) Day() int {
	return t.Std().YearDay() + 365*(t.Std().Year()-1)
}

// String prints the moment for people: the clock with milliseconds after the
// date, or after "day N" where the log has no date.
func (t Time) String() string {
	switch {
	case !t.known:
		return "unknown time"
	case t.Dateless():
		return fmt.Sprintf("day %d %s", t.Day(), t.Std().Format("15:04:05.000"))
	}
	return t.Std().Format("2006-01-02 15:04:05.000 -0700")
}

// Clock prints only the time of day with milliseconds.
func (t Time) Clock() string {
	if !t.known {
		return "--:--:--.---"
	}
	return t.Std().Format("15:04:05.000")
}

// RFC3339 prints the moment with microseconds and offset.
func (t Time) RFC3339() string { return t.Std().Format("2006-01-02T15:04:05.000000Z07:00") }

// MarshalJSON writes RFC 3339 with microseconds and offset, or null.
func (t Time) MarshalJSON() ([]byte, error) {
	if !t.known {
		return []byte("null"), nil
	}
	return []byte(`"` + t.RFC3339() + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Time) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*t = Time{}
		return nil
	}
	s, err := time.Parse(`"`+time.RFC3339Nano+`"`, string(b))
	if err != nil {
		return fmt.Errorf("reading time %s: %w", b, err)
	}
	*t = At(s)
	return nil
}
