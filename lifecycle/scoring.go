package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file reads dasd's scoring blocks: what the scheduler thought of an
// activity, policy by policy. All wordings from iOS 11 to 26 are tried, because
// no version decides:
//
//	bgRefresh-com.example.notes:519B19:[
//		{name: DeviceActivityPolicy, policyWeight: 5.000, response: {Decision: Must Not Proceed, Score: 0.00, Rationale: [{deviceActivity == 1}]}}
//	 ], FinalDecision: Must Not Proceed}
//
//	bgRefresh-com.example.notes:519B19:[
//		{name: Device Activity Policy, policyWeight: 5.000, response: {33, 0.00, [{deviceActivity == 1}]}}
//	 ], Decision: MNP}

// SchedulerDecision is dasd's answer for an activity, or one policy's.
type SchedulerDecision string

// The decisions, by their weight: one "absolutely must not" beats all but the
// absolute "must".
const (
	CanProceed           SchedulerDecision = "can-proceed"
	MustProceed          SchedulerDecision = "must-proceed"
	MustNotProceed       SchedulerDecision = "must-not-proceed"
	AbsolutelyNotProceed SchedulerDecision = "absolutely-must-not-proceed"
	AbsolutelyProceed    SchedulerDecision = "absolutely-must-proceed"
	// Postponed is no policy's: dasd waits for a better time, or passes over.
	Postponed SchedulerDecision = "postponed"
)

// Blocks reports whether the activity cannot run now.
func (d SchedulerDecision) Blocks() bool { return d == MustNotProceed || d == AbsolutelyNotProceed }

// decisionWords are all spellings: words, their initials, and numbers.
var decisionWords = map[string]SchedulerDecision{
	"Can Proceed": CanProceed, "CP": CanProceed, "0": CanProceed,
	"Must Not Proceed": MustNotProceed, "MNP": MustNotProceed, "33": MustNotProceed,
	"Must Proceed": MustProceed, "MP": MustProceed, "67": MustProceed,
	"Absolutely Must Not Proceed": AbsolutelyNotProceed, "AMNP": AbsolutelyNotProceed, "100": AbsolutelyNotProceed,
	"Absolutely Must Proceed": AbsolutelyProceed, "AMP": AbsolutelyProceed, "200": AbsolutelyProceed,
}

// scoringBlock is one scoring of an activity.
type scoringBlock struct {
	activity string // with its instance: "bgRefresh-com.example.notes:519B19"
	decision SchedulerDecision
	policies []policyAnswer
}

// policyAnswer is one policy's part in a scoring.
type policyAnswer struct {
	policy    string // verbatim, without a final "Policy" run together
	decision  SchedulerDecision
	rationale string // verbatim, without the brackets around it
}

// parseScoring reads a scoring block; false when the message is none. The
// activity is empty in excerpts that begin with a policy.
func parseScoring(msg string) (scoringBlock, bool) {
	var b scoringBlock
	if strings.Contains(msg, "{\n") {
		msg = onOneLine(msg)
	}
	head, rest := scoringHead(msg)
	b.activity = head
	for {
		_, after, found := strings.Cut(rest, "{name: ")
		if !found {
			break
		}
		body, tail := toBracket(after)
		rest = tail
		if p, ok := parsePolicy(body); ok {
			b.policies = append(b.policies, p)
		}
	}
	b.decision = finalDecision(rest)
	if b.decision == "" && len(b.policies) == 0 {
		return b, false
	}
	if b.activity == "" && len(b.policies) == 0 {
		b.activity, _, _ = strings.Cut(msg, ", Decision: ") // folded on one line, without policies
	}
	return b, true
}

// onOneLine undoes the line breaks and indents that somebody has given a block to make it
// readable.
func onOneLine(msg string) string { return spread.Replace(oneLine(msg)) }

var spread = strings.NewReplacer("{ ", "{", "[ ", "[", " }", "}", " ]", "]")

// scoringHead splits a block at the bracket that opens its policies, which a paste
// may have put on the next line. The head is empty where the block begins with a
// policy.
func scoringHead(msg string) (head, rest string) {
	at := strings.IndexByte(msg, '[')
	if name := strings.IndexByte(msg, '{'); at < 0 || name >= 0 && name < at {
		return "", msg
	}
	head, named := strings.CutSuffix(strings.TrimRight(msg[:at], " \t\n"), ":")
	if !named || strings.ContainsRune(head, '\n') {
		return "", msg
	}
	return strings.TrimSpace(head), msg[at+1:]
}

// toBracket splits s at the bracket that closes one opened before it. Rationales
// hold brackets of their own, also in quotes.
func toBracket(s string) (body, rest string) {
	depth, quoted := 1, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\n':
			quoted = false // a paste lost the closing quote
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return s[:i], s[i+1:]
			}
		}
	}
	return s, ""
}

// parsePolicy reads "X, policyWeight: 5.000, response: {33, 0.00, [{…}]}".
func parsePolicy(s string) (policyAnswer, bool) {
	name, rest, ok := strings.Cut(s, ", policyWeight")
	if !ok {
		return policyAnswer{}, false
	}
	_, response, ok := strings.Cut(rest, "response: {")
	if !ok {
		return policyAnswer{}, false
	}
	response = strings.TrimPrefix(response, "Decision: ")
	word, _, _ := strings.Cut(response, ",")
	p := policyAnswer{policy: strings.TrimSpace(name), decision: decisionWords[strings.TrimSpace(word)]}
	if i := strings.IndexByte(response, '['); i >= 0 {
		why := response[i+1:]
		if end := strings.LastIndexByte(why, ']'); end >= 0 {
			why = why[:end]
		}
		p.rationale = unwrapRationale(why)
	}
	return p, p.decision != ""
}

// unwrapRationale makes "{a == 1},{b == 2}," to "a == 1, b == 2".
func unwrapRationale(s string) string {
	s = strings.Trim(s, " ,")
	s = strings.ReplaceAll(s, "},{", ", ")
	s = strings.TrimPrefix(s, "{")
	return strings.Trim(strings.TrimSuffix(s, "}"), " ,")
}

// finalDecision reads what follows the policies.
func finalDecision(s string) SchedulerDecision {
	i := strings.LastIndex(s, "Decision: ")
	if i < 0 {
		return ""
	}
	word := s[i+len("Decision: "):]
	whole := word
	for _, end := range []string{" Score:", " FinalScore:", "}", "\n"} {
		word, _, _ = strings.Cut(word, end)
	}
	if d, known := decisionWords[strings.TrimSpace(word)]; known || word != whole {
		return d
	}
	return cutDecision(word)
}

// cutDecision is the only decision whose words begin with those of a block that is
// cut off inside of them.
func cutDecision(words string) SchedulerDecision {
	found := SchedulerDecision("")
	for full, d := range decisionWords {
		if !strings.Contains(full, " ") || !strings.Contains(words, " ") || !strings.HasPrefix(full, words) {
			continue
		}
		if found != "" {
			return ""
		}
		found = d
	}
	return found
}

// withoutNumbers makes rationales with other numbers alike: "deviceActivity == #".
func withoutNumbers(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' || i > 0 && parse.InWord(s[i-1]) {
			b.WriteByte(s[i])
			i++
			continue
		}
		b.WriteByte('#')
		for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9') {
			i++
		}
	}
	return b.String()
}
