package logshow

import (
	"time"

	"github.com/bglog/bglog/parse/logarchive"
)

// clock writes times. It keeps the text of the minute that it wrote last: most entries
// are of the same as the one before.
type clock struct {
	zone   *time.Location // nil: that of the device
	minute int64          // since 1970 in the zone
	offset int            // seconds east of UTC
	text   []byte         // 2006-01-02 15:04:
	suffix []byte         // -0700
}

// micros writes the time as all styles but compact do, 2006-01-02 15:04:05.000000-0700.
func (c *clock) micros(b []byte, e *logarchive.Entry) []byte {
	second, micro := c.begin(e)
	b = digits(append(b, c.text...), second, 2)
	b = digits(append(b, '.'), micro, 6)
	return append(b, c.suffix...)
}

// millis writes it as compact does, 2006-01-02 15:04:05.000.
func (c *clock) millis(b []byte, e *logarchive.Entry) []byte {
	second, micro := c.begin(e)
	b = digits(append(b, c.text...), second, 2)
	return digits(append(b, '.'), micro/1000, 3)
}

// begin makes the text of the entry's minute and returns the rest of its time, cut to
// microseconds as log show cuts it.
func (c *clock) begin(e *logarchive.Entry) (second, micro int64) {
	seconds, ns := divide(e.Wall, 1e9)
	offset := e.Offset
	if c.zone != nil {
		_, offset = time.Unix(seconds, 0).In(c.zone).Zone()
	}
	minute, second := divide(seconds+int64(offset), 60)
	if c.text == nil || minute != c.minute || offset != c.offset {
		c.minute, c.offset = minute, offset
		t := time.Unix(minute*60, 0).UTC()
		c.text = t.AppendFormat(c.text[:0], "2006-01-02 15:04:")
		c.suffix = t.In(time.FixedZone("", offset)).AppendFormat(c.suffix[:0], "-0700")
	}
	return second, ns / 1000
}

// divide rounds down, so that the rest is never negative.
func divide(n, by int64) (quotient, rest int64) {
	quotient, rest = n/by, n%by
	if rest < 0 {
		return quotient - 1, rest + by
	}
	return quotient, rest
}

// digits writes n with leading zeros, in at most as many digits as noDigits has.
func digits(b []byte, n int64, width int) []byte {
	b = append(b, noDigits[:width]...)
	rest := uint64(n)
	for i := len(b) - 1; rest > 0 && i >= len(b)-width; i-- {
		b[i] = byte('0' + rest%10)
		rest /= 10
	}
	return b
}

const noDigits = "000000"
