package main

// shrink returns a part of the parts, in their order, that still passes the test and of
// which, within the number of tests allowed, no part can be left out. All parts together
// must pass. It is delta debugging (Zeller's ddmin, complements only): ever smaller
// chunks are left out as long as the rest passes.
func shrink[T any](parts []T, tests int, passes func([]T) bool) []T {
	for chunk := (len(parts) + 1) / 2; chunk > 0; {
		smaller := false
		for from := 0; from < len(parts) && tests > 0; {
			to := min(from+chunk, len(parts))
			if to-from == len(parts) {
				break
			}
			rest := append(parts[:from:from], parts[to:]...)
			tests--
			if passes(rest) {
				parts, smaller = rest, true
				continue // what follows stands here now
			}
			from = to
		}
		switch {
		case tests <= 0:
			return parts
		case chunk == 1 && !smaller:
			return parts
		case chunk > 1:
			chunk = (chunk + 1) / 2
		}
	}
	return parts
}
