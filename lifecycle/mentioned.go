package lifecycle

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bglog/bglog/parse"
)

// Messages stand in texts that only mention them: sentences say what they would mean, source
// code prints and compares them. What stands right before one tells it from one that came.

// mentioned reports whether the text around a row's literal tells that its message has not
// come. Source code is looked for where no process is told: an app may print anything.
func mentioned(r *Row, rec *parse.Record, before, after string) bool {
	for _, o := range openings {
		before = strings.TrimSuffix(before, o)
	}
	if denied(before) || supposed(before) {
		return true
	}
	return rec.Process == "" && (introduced(before) || compared(before) || behindCode(before) || ruled(before) || averted(before) || defined(before, after) || r.Cited && cited(before, after))
}

// openings are what messages have before the literal of their row.
var openings = []string{"Error Domain=", "Invalid parameter not satisfying: "}

// announced reports whether the prose in the line before a message says that it would come,
// to the colon that ends it or in a sentence that goes on: "Otherwise you will get", or
// whether that line is source code in the middle of a condition, of which the message is a
// comment.
func announced(prose string) bool {
	apart := strings.HasSuffix(prose, "\n")
	prose = strings.TrimRight(prose, " \t\n")
	return introduced(prose) || overruled(prose, apart) || strings.HasSuffix(prose, "||") || strings.HasSuffix(prose, "&&")
}

// overruled reports whether a line tells what comes to anybody where something is not done.
// "Otherwise it crashes" may tell of what has been seen; other scripts' words for it name
// nobody, so that the sentence has to go on in the next line.
func overruled(prose string, apart bool) bool {
	sentence := strings.ToLower(strings.TrimRight(prose[lastSentence(prose):], ":："))
	for _, o := range otherwise {
		if i := strings.LastIndex(sentence, o); i >= 0 {
			words := wordsOf(sentence[i+len(o):])
			return o[0] >= utf8.RuneSelf && !apart || len(words) > 0 && words[0] == "you"
		}
	}
	return false
}

// introduced reports whether prose says, up to the colon before a message, that it would come
// if something were not done: "If the identifier is missing, you will see:", "Without this,
// you'll see the warning:", "called too late, iOS can throw:". What comes to the one who
// writes has come.
func introduced(prose string) bool {
	prose, ok := strings.CutSuffix(strings.TrimRight(prose, " \t\n`\"'*/>#-"), ":")
	if !ok {
		return false
	}
	words := wordsOf(strings.ToLower(prose[lastSentence(prose):]))
	if len(words) > 1 && words[0] == "if" && words[1] == "you" && anyOf(words, omissions) && anyOf(words, futures) {
		return true
	}
	for i, w := range words {
		if w == "you" && i+2 < len(words) && slices.Contains([]string{"will", "ll", "would", "d"}, words[i+1]) && (words[i+2] == "see" || words[i+2] == "get") {
			return anyOf(words[:i], omissions) || throwsAfter(words[:i], modals)
		}
	}
	return throwsAfter(words, modals)
}

// futures are the words with which such a sentence says what comes.
var futures = []string{"will", "would", "ll"}

// throwsAfter reports whether one of some verbs stands before "throw" or "raise".
func throwsAfter(words, verbs []string) bool {
	for i := 1; i < len(words); i++ {
		if (words[i] == "throw" || words[i] == "raise") && slices.Contains(verbs, words[i-1]) {
			return true
		}
	}
	return false
}

// omissions are words of what is not done.
var omissions = []string{"without", "otherwise", "unless", "not", "t", "incorrect", "incorrectly", "missing", "forget", "wrong", "invalid"}

// behindCode reports whether a message stands in a comment behind source code in the same
// line, "case -997: // Lost connection", which does not tell of an error: what a value means.
func behindCode(before string) bool {
	code, comment, ok := strings.Cut(before[strings.LastIndexByte(before, '\n')+1:], "//")
	last := strings.TrimRight(code, " \t")
	if !ok || last == "" || strings.IndexByte("(){}[];,|&", last[len(last)-1]) < 0 && (last == code || last[len(last)-1] != ':') {
		return false
	}
	return !tellsError(comment)
}

// denied reports whether a sentence says, right before the quotes of a message, that the
// message is not there: "No `BGTaskSchedulerErrorDomain Code=3` in the console".
func denied(before string) bool {
	sentence := strings.TrimRight(before, "`\"'")
	if len(sentence) == len(before) {
		return false
	}
	words := strings.TrimRight(sentence, " ")
	word := words[strings.LastIndexAny(words, " \n")+1:]
	return slices.ContainsFunc(negations, func(n string) bool { return strings.EqualFold(n, word) })
}

var negations = []string{"no", "not", "without"}

// supposed reports whether a sentence tells what to do if a message comes: "If you see
// BGTaskSchedulerErrorDomain Code=1", or what brings it about: "a lock can cause". A line
// that names it right after "On" does so too, as a plug-in for background work prints below
// every error (the source of flutter_workmanager).
func supposed(before string) bool {
	sentence := strings.TrimRight(before, " `\"'")
	sentence = sentence[strings.LastIndexAny(sentence, "`\"'")+1:] // where source code prints it
	if strings.EqualFold(strings.TrimLeft(sentence, " \t-*>"), "on") {
		return true
	}
	if open := strings.LastIndexByte(before, '`'); open >= 0 && conditional(before[:open]) {
		return true
	}
	return slices.ContainsFunc(suppositions, func(s string) bool {
		i := len(sentence) - len(s)
		return i >= 0 && strings.EqualFold(sentence[i:], s) && (i == 0 || s[0] >= utf8.RuneSelf || !parse.InWord(sentence[i-1]))
	})
}

// conditional reports whether a sentence that names a message next has begun with its
// condition: "If the app does not open, and you get a".
func conditional(sentence string) bool {
	sentence = strings.TrimLeft(sentence[strings.LastIndexByte(sentence, '\n')+1:], " \t-*>")
	if i := strings.LastIndex(sentence, ". "); i >= 0 {
		sentence = sentence[i+2:]
	}
	words := strings.Fields(strings.ToLower(sentence))
	if n := len(words); n > 0 && slices.Contains(articles, words[n-1]) {
		words = words[:n-1]
	}
	n := len(words)
	return n > 2 && (words[0] == "if" || words[0] == "when") && words[n-2] == "you" && (words[n-1] == "get" || words[n-1] == "see")
}

var articles = []string{"a", "an", "the", "this"}

var suppositions = []string{
	"if you see", "if you get", "when you see", "when you get", "you may see", "you may get", "you might see", "you might get",
	"can cause", "could cause", "may cause", "might cause", "may return", "might return", "could return",
	"可能返回", "可能会返回", "可能出现", "可能会出现",
}

// ruled reports whether a sentence says of a message that it comes where something is not
// done, or that it may come: "the name has to be declared, otherwise the system throws",
// "iOS may reject the request with", "if no name is given, submit will fail with". What
// somebody gets otherwise has been seen, and so has what "can anyone help with" asks about.
func ruled(before string) bool {
	sentence := strings.ToLower(before[lastSentence(before):])
	for _, o := range otherwise {
		if i := strings.LastIndex(sentence, o); i >= 0 {
			rest := wordsOf(sentence[i+len(o):])
			return len(rest) == 0 || !slices.Contains(firstPersons, rest[0])
		}
	}
	words := wordsOf(sentence)
	if n := len(words); n > 0 && slices.Contains(articles, words[n-1]) {
		words = words[:n-1]
	}
	return len(words) > 0 && words[len(words)-1] == "with" && (anyOf(words, modals) || words[0] == "if" && anyOf(words, futures)) && !anyOf(words, efforts)
}

var firstPersons = []string{"i", "we", "my", "our"}

// otherwise is in the languages in which people have been seen to write such rules.
var otherwise = []string{
	"otherwise", "or else", "aksi halde", "aksi takdirde", "sonst ", "否则", "否則", "さもないと", "なかった場合", "없으면", "sinon ", "de lo contrario", "caso contrário",
}

var modals = []string{"may", "might", "could", "can"}

// averted reports whether a sentence says right before a message that something is done
// against it: "a new task each time, avoiding the -997 error", "prevents". Who asks how
// to do that, or has tried, has seen it.
func averted(before string) bool {
	words := wordsOf(strings.ToLower(before[lastSentence(before):]))
	for i := len(words) - 1; i >= max(0, len(words)-4); i-- {
		if slices.Contains(precautions, words[i]) {
			vain := i > 0 && slices.Contains([]string{"not", "t", "cannot"}, words[i-1])
			return !vain && !anyOf(words, efforts)
		}
	}
	return false
}

var (
	precautions = []string{"avoid", "avoids", "avoiding", "prevent", "prevents", "preventing"}
	efforts     = []string{"how", "want", "try", "tried", "trying", "unable", "fails", "failed", "help", "i", "me", "my", "anyone", "anybody", "someone", "somebody"}
)

// defined reports whether a text says, right behind the quotes of a message, what it means:
// "`Background Task 8, was created …` means a task that is not ended", or has it behind its
// cause: "no name means that the system refuses it (BGTaskSchedulerErrorDomain code 3)". Who
// tells of having got it has seen it.
func defined(before, after string) bool {
	words := wordsOf(strings.ToLower(before[lastSentence(before):]))
	if anyOf(words, efforts) {
		return false
	}
	if strings.HasSuffix(before, "(") && slices.Contains(words, "means") {
		return true
	}
	line, _, _ := strings.Cut(after, "\n")
	i := strings.IndexAny(line, "`\"'")
	return i >= 0 && strings.HasPrefix(strings.TrimLeft(line[i:], "`\"'*_"), " means ")
}

// anyOf reports whether one of the words is in a list.
func anyOf(words, list []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
}

// wordsOf returns the words of a sentence.
func wordsOf(sentence string) []string {
	return strings.FieldsFunc(sentence, func(r rune) bool { return r < utf8.RuneSelf && !parse.InWord(byte(r)) })
}

// lastSentence returns where the sentence begins with which a text ends.
func lastSentence(text string) int {
	begin := 0
	for _, end := range []string{". ", ".\n", ": ", ":\n", "! ", "? ", "。"} {
		if i := strings.LastIndex(text, end); i >= 0 {
			begin = max(begin, i+len(end))
		}
	}
	return begin
}

// compared reports whether a message stands in a string with which source code or a
// command compares others: `if text.contains("Error Domain=…`, `grep -i "No launch…`, or
// which a function returns.
func compared(before string) bool {
	if strings.HasSuffix(strings.TrimRight(before, `"`), "@") { // a string of Objective-C
		return true
	}
	open := strings.LastIndexAny(before, "`\"'")
	if open < 0 || strings.IndexByte(before[open:], '\n') >= 0 {
		return false
	}
	code := strings.TrimRight(before[:open], " \t\n(@\\")
	for { // the options of a command
		i := strings.LastIndexAny(code, " \t\n") + 1
		if !strings.HasPrefix(code[i:], "-") {
			break
		}
		code = strings.TrimRight(code[:i], " \t\n")
	}
	return slices.ContainsFunc(comparisons, func(c string) bool { return strings.HasSuffix(code, c) }) ||
		slices.ContainsFunc(returns, func(r string) bool { return strings.HasSuffix("\n"+code, r) })
}

// comparisons are what stands before such a string, in the languages of apps, of their
// tests, of shells, which also print one, and of log's predicates, and before the domain of
// an error that a test makes.
var comparisons = []string{
	"errorWithDomain:", "throw NSError(domain:", "throw new Error",
	"==", "!=", "contains", "Contains", "CONTAINS", "CONTAINS[c]", "CONTAINS[cd]", "containsString:", "hasPrefix", "hasPrefix:", "hasSuffix", "startsWith", "includes",
	"indexOf", "isEqualToString:", "LIKE", "BEGINSWITH", "BEGINSWITH[c]", "toContain", "grep", "egrep", "rg", "echo", "printf",
}

// printed reports whether a message stands in a string with which source code prints it:
// `NSLog(@"You've implemented`, `os_log(.error, "No launch…`.
func printed(before string) bool {
	before = before[max(0, len(before)-400):] // a line of code is short
	for i := 0; i < len(stringQuotes); i++ {
		open := strings.LastIndexByte(before, stringQuotes[i])
		for open > 0 && before[open-1] == '\\' {
			open = strings.LastIndexByte(before[:open], stringQuotes[i])
		}
		paren := strings.LastIndexByte(before[:max(open, 0)], '(')
		if paren < 0 || strings.ContainsAny(before[paren:open], stringQuotes+")") {
			continue
		}
		call := before[:paren]
		first := strings.LastIndexFunc(call, func(r rune) bool { return r != '.' && (r >= utf8.RuneSelf || !parse.InWord(byte(r))) }) + 1
		name := strings.ToLower(call[first:])
		if strings.Contains(name, "log") || strings.HasSuffix(name, "print") || strings.HasPrefix(name, "console.") {
			return true
		}
	}
	return false
}

// stringQuotes are those of strings in source code.
const stringQuotes = "\"'`"

// returns are what stands before a string that source code returns.
var returns = []string{"\nreturn", "{ return", ") return", "else return", "; return"}

// unfilled reports whether a value is what source code has in its place. Other code may
// stand before the value with which a message begins.
func unfilled(value string) bool {
	last := value[strings.LastIndexAny(value, " \"'(")+1:]
	return slices.ContainsFunc(placeholders, func(p string) bool { return strings.HasPrefix(value, p) || strings.HasPrefix(last, p) })
}

// placeholders are those of os_log and printf, and of Swift's interpolation.
var placeholders = []string{"%@", "%{", "%s", "%d", "%ld", "%lu", "%llu", "%x", `\(`}
