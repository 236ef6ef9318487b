package redact

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/rules"
)

// action is what a template's text is filled with.
var action = regexp.MustCompile(`\{\{[^}]*\}\}`)

// lexicon is what is known to be harmless; tables share it and do not change it.
type lexicon struct {
	words    map[string]bool
	apple    map[string]bool // processes
	examples map[string]bool // words of the rules' examples, which SARIF shows
}

func newLexicon() *lexicon {
	return &lexicon{words: vocabulary(), apple: processes(), examples: exampleWords()}
}

// vocabulary is every word that may stay: those of the catalogue's messages, of the
// rules' texts and of the lists below. Examples are left out, because they hold the
// names that apps give.
func vocabulary() map[string]bool {
	texts := slices.Concat(lifecycle.Vocabulary(), appleWords, policyWords, ownWords, logWords)
	for _, r := range append(rules.All(), &rules.BudgetExceeded) {
		texts = append(texts, r.ID)
		for _, s := range []string{r.Title, r.Detail, r.Fix, r.What, r.Why, r.HowToFix, r.SeenOn} {
			texts = append(texts, action.ReplaceAllString(s, " "))
		}
	}
	texts = append(texts, rules.Vocabulary()...)
	words := wordsOf(texts)
	maps.DeleteFunc(words, func(w string, _ bool) bool { return strings.Contains(w, "example") })
	return words
}

// exampleWords are the words of the rules' examples of code.
func exampleWords() map[string]bool {
	var texts []string
	for _, r := range rules.All() {
		texts = append(texts, r.Swift)
	}
	return wordsOf(texts)
}

func wordsOf(texts []string) map[string]bool {
	words := map[string]bool{}
	for _, s := range texts {
		for s != "" {
			word, before, n := run(s)
			if word == "" {
				s = s[n:]
				continue
			}
			words[word] = true
			s = s[before+len(word):]
		}
	}
	return words
}

// processes are the names of Apple's.
func processes() map[string]bool {
	names := map[string]bool{}
	for _, n := range slices.Concat(lifecycle.Processes(), strings.Fields(daemons)) {
		names[n] = true
	}
	return names
}
