package report

import "slices"

const (
	// rowsShown bounds every table of a text report.
	rowsShown = 20
	// firstShown is how many rows a long list begins with, whatever they tell.
	firstShown = 5
)

// folded leaves of a long list the first elements and those that compare puts before
// others, in the list's order.
func folded[T any](list []T, compare func(a, b *T) int) (shown, others []T) {
	if len(list) <= rowsShown+1 {
		return list, nil
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order[firstShown:], func(a, b int) int { return compare(&list[a], &list[b]) })
	slices.Sort(order[:rowsShown])
	slices.Sort(order[rowsShown:])
	for i, n := range order {
		if i < rowsShown {
			shown = append(shown, list[n])
		} else {
			others = append(others, list[n])
		}
	}
	return shown, others
}
