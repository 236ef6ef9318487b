package parse

import (
	"bytes"
	"slices"
	"strings"
)

// filterMark begins the line in which log show and log stream repeat the predicate that they
// were given, its quotes as they are (reference: formats, section 1).
const filterMark = `Filtering the log data using "`

// filtersIn returns the predicates with which the log at whose beginning the sample stands was
// exported; several where exports were put together.
func filtersIn(sample []byte) (filters []string) {
	for {
		_, rest, found := bytes.Cut(sample, []byte(filterMark))
		if !found {
			return filters
		}
		line, rest, whole := bytes.Cut(rest, []byte("\n"))
		sample = rest
		if f := strings.TrimSuffix(strings.TrimSpace(string(line)), `"`); whole && f != "" && !slices.Contains(filters, f) {
			filters = append(filters, strings.ToValidUTF8(f, "\uFFFD"))
		}
	}
}
