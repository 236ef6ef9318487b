package lifecycle

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bglog/bglog/parse"
)

// Reasons of exceptions that state a rule: source code and documents cite them for why they
// do something, and nothing of the kind has happened.

// cited reports whether such words stand in a text that tells of no error ("the body must be
// a file: \"Upload tasks from NSData are not supported\""), or of one that is kept from
// coming. Alone they have been printed.
func cited(before, after string) bool {
	if strings.Trim(before, " \t\n\"'`“‘„«「『(*>#-") == "" {
		return false
	}
	after = strings.TrimPrefix(after, ".")
	if end := strings.IndexAny(after, "\n.。{"); end >= 0 {
		after = after[:end]
	}
	return required(before) || possible(before) || !tellsError(before) && !tellsError(after)
}

// tellsError reports whether a text has a word of an error or of where one is printed, or the
// name of an exception's class.
func tellsError(text string) bool {
	if strings.Contains(text, "Exception") {
		return true
	}
	text = strings.ToLower(text)
	return slices.ContainsFunc(errorWords, func(word string) bool {
		for i, rest := 0, text; ; rest = text[i:] {
			at := strings.Index(rest, word)
			if at < 0 {
				return false
			}
			if i += at; i == 0 || word[0] >= utf8.RuneSelf || !parse.InWord(text[i-1]) {
				return true
			}
			i += len(word)
		}
	})
}

// errorWords are the beginnings of such words, in the languages in which people have been
// seen to write about background work. Some of those write no blanks.
var errorWords = []string{
	"crash", "sigabrt", "exception", "erro", "reason:", "throw", "threw", "rais", "assert", "abort", "terminat", "fail", "fatal",
	"fehler", "absturz", "stürzt", "ausnahme", "erreur", "plante", "excepci", "exceç", "ошибк", "исключени", "lỗi",
	"console", "konsole", "prints", "控制台", "日志", "打印", "提示", "コンソール", "ログ", "콘솔", "로그",
	"崩溃", "崩潰", "异常", "異常", "例外", "错误", "錯誤", "报错", "報錯", "抛", "拋", "断言", "クラッシュ", "エラー", "落ち", "에러", "오류", "예외", "크래시",
}

// required reports whether the sentence before such words says what must be done for them not
// to come: "register it before the app has launched, otherwise", "must return or".
func required(before string) bool {
	words := sentenceWords(before)
	must := slices.IndexFunc(words, func(w string) bool { return w == "must" || w == "requires" || w == "required" })
	ifNot := slices.Index(words, "if")
	return slices.Contains(words, "otherwise") || must >= 0 && slices.Contains(words[must:], "or") ||
		ifNot >= 0 && ifNot+1 < len(words) && words[ifNot+1] == "not"
}

// possible reports whether the sentence before such words says what may be thrown: "called too
// late, iOS can throw".
func possible(before string) bool {
	words := sentenceWords(before)
	return throwsAfter(words, modals) || throwsAfter(words, []string{"would"})
}

// sentenceWords are the words of the last sentence of a text, in lower case.
func sentenceWords(text string) []string {
	sentence := text[max(strings.LastIndex(text, ". "), strings.LastIndex(text, ".\n"))+1:]
	return strings.FieldsFunc(strings.ToLower(sentence), func(r rune) bool { return r < 'a' || r > 'z' })
}
