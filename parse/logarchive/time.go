package logarchive

import (
	"math"
	"math/bits"
)

// timebase is how many nanoseconds a tick of the continuous clock is: 1/1 on Intel,
// 125/3 on arm64.
type timebase struct{ num, den uint32 }

func (t timebase) valid() bool { return t.num > 0 && t.den > 0 }

// nanoseconds converts ticks, cutting fractions as Apple's integer arithmetic does;
// values beyond 292 years become that.
func (t timebase) nanoseconds(ticks uint64) int64 {
	hi, lo := bits.Mul64(ticks, uint64(t.num))
	if hi >= uint64(t.den) {
		return math.MaxInt64
	}
	ns, _ := bits.Div64(hi, lo, uint64(t.den))
	return int64(min(ns, math.MaxInt64))
}

// addNanoseconds adds without wrapping around.
func addNanoseconds(a, b int64) int64 {
	if b > 0 && a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}
