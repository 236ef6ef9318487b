package rules

// Vocabulary returns the texts that values of findings may have beside those of the
// log: what policies of the scheduler and errors of URLSession mean.
func Vocabulary() []string {
	var texts []string
	for _, p := range policies {
		texts = append(texts, p.Short, p.Means, p.Helps)
	}
	for _, e := range urlErrors {
		texts = append(texts, e.name, e.meaning)
	}
	return texts
}
