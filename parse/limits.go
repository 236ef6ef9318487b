package parse

import (
	"fmt"
	"io"
)

// Limits bound what a hostile or a broken input may cost. A field that is zero
// takes its default. What was read when a limit is reached is kept, and the error
// is a LimitError.
type Limits struct {
	Inflated int64 // bytes that come out of decompression, those of skipped members too
	Ratio    int64 // bytes that come out for each that goes in, after the first ratioAfter
	Entries  int   // entries of an input's archives, whatever they are
	Nesting  int   // archives or compressions in each other; a compressed archive is one
}

// The defaults: far beyond any log of a device (a sysdiagnose has some 200 MB and
// thousands of entries, text logs compress to a tenth), and still read in minutes.
const (
	DefaultInflated = 64 << 30
	DefaultRatio    = 200
	DefaultEntries  = 200_000
	DefaultNesting  = 2
)

// ratioAfter is how many bytes come out before their ratio is judged: the
// beginning of a log may well be one line over and over.
const ratioAfter = 100 << 20

// filled is the limits with their defaults.
func (l Limits) filled() Limits {
	if l.Inflated <= 0 {
		l.Inflated = DefaultInflated
	}
	if l.Ratio <= 0 {
		l.Ratio = DefaultRatio
	}
	if l.Entries <= 0 {
		l.Entries = DefaultEntries
	}
	if l.Nesting <= 0 {
		l.Nesting = DefaultNesting
	}
	return l
}

// LimitError says that an input costs more than a limit allows. Reading stops
// there.
type LimitError struct {
	What string // what there is too much of, with the limit
	Flag string // that raises it
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("%s: reading stopped there (%s raises the limit)", e.What, e.Flag)
}

// meter counts what an input costs. Each level of decompression has its own
// counts, and one goroutine at a time that adds to them.
type meter struct {
	limits  Limits
	entries int
	levels  []level
}

// level sums up all decompression at one depth of nesting.
type level struct{ stored, inflated int64 }

func newMeter(l Limits) *meter {
	l = l.filled()
	return &meter{limits: l, levels: make([]level, l.Nesting+1)}
}

// entry counts one more entry of an archive.
func (m *meter) entry() error {
	if m.entries++; m.entries > m.limits.Entries {
		return &LimitError{fmt.Sprintf("more than %d entries in archives", m.limits.Entries), "--max-entries"}
	}
	return nil
}

// nested checks a depth of nesting.
func (m *meter) nested(depth int) error {
	if depth > m.limits.Nesting {
		return &LimitError{fmt.Sprintf("archives or compressions more than %d deep in each other", m.limits.Nesting), "--max-nesting"}
	}
	return nil
}

// metered counts what is read of a compressed input, and what comes out of it.
type metered struct {
	meter *meter
	at    *level
	r     io.Reader
}

// stored counts the compressed bytes read from r.
func (m *meter) stored(r io.Reader, depth int) io.Reader {
	at := &m.levels[depth]
	return readFunc(func(p []byte) (int, error) {
		n, err := r.Read(p)
		at.stored += int64(n)
		return n, err
	})
}

// inflated counts the bytes that r decompresses, and ends it at a limit.
func (m *meter) inflated(r io.Reader, depth int) io.Reader {
	return &metered{meter: m, at: &m.levels[depth], r: r}
}

// Read ends with a LimitError after the last byte that the limits allow.
func (d *metered) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	d.at.inflated += int64(n)
	limits := d.meter.limits
	if over := d.at.inflated - limits.Inflated; over > 0 {
		n = max(0, n-int(min(over, int64(n))))
		return n, &LimitError{"more than " + SizeText(limits.Inflated) + " after decompression", "--max-inflated"}
	}
	if d.at.inflated > ratioAfter && d.at.inflated/limits.Ratio > d.at.stored {
		return n, &LimitError{fmt.Sprintf("decompression makes more than %d bytes of one", limits.Ratio), "--max-ratio"}
	}
	return n, err
}

// readFunc is a function that reads.
type readFunc func(p []byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

// SizeText writes a number of bytes in the largest unit that divides it.
func SizeText(bytes int64) string {
	for _, u := range []struct {
		size int64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if bytes >= u.size && bytes%u.size == 0 {
			return fmt.Sprintf("%d %s", bytes/u.size, u.name)
		}
	}
	return fmt.Sprintf("%d bytes", bytes)
}
