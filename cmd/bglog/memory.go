package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// memoryTarget is what the program tries to stay below, bytes: the promise is 150 MB at
// its peak, some of which is the program itself.
const memoryTarget = 120 << 20

// limitMemory tunes the collection of garbage: while little is in use, some memory is
// spent on fewer collections; up to the target there are more of them. Events that have
// to be sorted can need more than the target. Then collecting all the time would find
// nothing, so that the limit is raised to leave room beside what is in use.
func limitMemory() {
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(memoryTarget)
	limit := int64(memoryTarget)
	afterCollections(func() {
		if more := roomyLimit(limit, inUse()); more > limit {
			limit = more
			debug.SetMemoryLimit(limit)
		}
	})
}

// roomyLimit is the limit for what is in use, bytes: the same while a quarter of it is
// free, else a third more than is in use.
func roomyLimit(limit, used int64) int64 {
	if used <= limit/4*3 {
		return limit
	}
	return used / 3 * 4
}

// inUse is how many bytes the last collection has found in use.
func inUse() int64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(live[0].Value.Uint64())
}

// afterCollections calls do after each collection of garbage, one call at a time.
func afterCollections(do func()) {
	type garbage struct{ _ *int }
	var collected func(*garbage)
	collected = func(g *garbage) {
		do()
		runtime.SetFinalizer(g, collected) // it is garbage again
	}
	runtime.SetFinalizer(&garbage{}, collected)
}
