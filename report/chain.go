package report

import (
	"slices"

	"github.com/bglog/bglog/rules"
)

// causesOf tells the causes of a finding.
type causesOf func(*rules.Finding) []*rules.Finding

// arrange puts findings in report order: chains with the worst finding first,
// causes before their effects. It numbers the findings and names the causes.
// What rules.Check returned in order keeps it among equals.
func arrange(found []*rules.Finding, of causesOf) []*rules.Finding {
	index := make(map[*rules.Finding]int, len(found))
	for i, f := range found {
		index[f] = i
	}
	causes := make([][]int, len(found))
	effects := make([][]int, len(found))
	for i, f := range found {
		causes[i] = nearest(f, index, of)
		for _, c := range causes[i] {
			effects[c] = append(effects[c], i)
		}
	}

	var roots []int
	for i := range found {
		if len(causes[i]) == 0 {
			roots = append(roots, i)
		}
	}
	rank := make(map[int]int, len(roots))
	for _, r := range roots {
		for _, i := range reach(r, effects, make([]bool, len(found))) {
			rank[r] = max(rank[r], weight(found[i]))
		}
	}
	slices.SortStableFunc(roots, func(a, b int) int { return rank[b] - rank[a] })

	told := make([]bool, len(found))
	var order []int
	for _, r := range roots {
		order = append(order, reach(r, effects, told)...)
	}
	for i := range found { // rings of causes have no root
		order = append(order, reach(i, effects, told)...)
	}
	sorted := make([]*rules.Finding, len(order))
	for n, i := range order {
		sorted[n] = found[i]
		found[i].ID = "f" + itoa(n+1)
	}
	for i, f := range found {
		f.CausedBy = []string{}
		for _, c := range causes[i] {
			f.CausedBy = append(f.CausedBy, found[c].ID)
		}
	}
	return sorted
}

// nearest lists the causes of f that are in the report; where one is left out,
// its own causes stand in.
func nearest(f *rules.Finding, index map[*rules.Finding]int, of causesOf) []int {
	var in []int
	seen := map[*rules.Finding]bool{f: true}
	queue := slices.Clone(of(f))
	for len(queue) > 0 {
		c := queue[0]
		queue = queue[1:]
		if seen[c] {
			continue
		}
		seen[c] = true
		if i, ok := index[c]; ok {
			in = append(in, i)
		} else {
			queue = append(queue, of(c)...)
		}
	}
	slices.Sort(in)
	return in
}

// reach lists a finding and all its effects, depth first, without those that
// have been told.
func reach(i int, effects [][]int, told []bool) []int {
	if told[i] {
		return nil
	}
	told[i] = true
	list := []int{i}
	for _, e := range effects[i] {
		list = append(list, reach(e, effects, told)...)
	}
	return list
}

// weight orders findings: those that count by severity, then those cut off.
func weight(f *rules.Finding) int {
	if f.Counts() {
		return 4 + f.Severity.Rank()
	}
	return f.Severity.Rank()
}
