package main

import (
	"runtime"
	"testing"
	"time"
)

func TestRoomyLimit(t *testing.T) {
	for _, c := range []struct{ limit, used, want int64 }{
		{1200, 0, 1200}, {1200, 900, 1200}, {1200, 930, 1240}, {1200, 1500, 2000}, {2000, 1500, 2000},
	} {
		if got := roomyLimit(c.limit, c.used); got != c.want {
			t.Errorf("limit %d with %d in use becomes %d, want %d", c.limit, c.used, got, c.want)
		}
	}
}

func TestAfterCollections(t *testing.T) {
	calls, stop := make(chan struct{}), make(chan struct{})
	defer close(stop)
	afterCollections(func() {
		select {
		case calls <- struct{}{}:
		case <-stop:
		}
	})
	for called, tries := 0, 0; called < 3; tries++ {
		if tries == 1000 {
			t.Fatalf("called %d times in %d collections, want 3", called, tries)
		}
		runtime.GC() // perhaps before the last call has returned
		select {
		case <-calls:
			called++
		case <-time.After(20 * time.Millisecond):
		}
	}
	if inUse() <= 0 {
		t.Error("nothing in use")
	}
}
