package parse

import "bytes"

// logJSON is --style json of `log show` and `log stream`: one array of objects
// printed over many lines, which log(1) begins with "[{" and separates with
// "},{". The same objects printed anew by jq or Python are read too. A record
// ends before the next one's line, which holds its closing brace.
var logJSON = jsonFormat(format{
	name:        "log-json",
	about:       "log show or log stream, --style json",
	starts:      logJSONStarts,
	needsHeader: true,
	header: func(line []byte) bool {
		i := blanks(line, 0)
		if i >= len(line) || line[i] != '"' {
			return false
		}
		end := closingQuote(line, i+1)
		return end > 0 && logKey(line[i+1:end])
	},
	noise: func(line []byte) bool {
		return logBracket(line) || logNoise(line)
	},
}, jsonShape{slotOf: logSlot, keys: logSender, message: logMessage, braceless: true})

// nestedIndent is the least indentation of an object inside a record: the
// frames of a backtrace stand at 6 blanks or more. Records stand at 0 (log(1)),
// 2 (jq) or 4 (Python) blanks, or behind a tab.
const nestedIndent = 5

func logJSONStarts(line []byte) bool {
	line = bytes.TrimRight(headOf(line, nestedIndent+8), " \t")
	indent := blanks(line, 0)
	if indent >= nestedIndent || indent > 1 && line[0] == '\t' {
		return false
	}
	switch string(line[indent:]) {
	case "{", "[{", "},{", "}, {":
		return true
	}
	return false
}

// logBracket reports a line that opens or closes the array of records; the
// brackets inside a record are indented.
func logBracket(line []byte) bool {
	switch string(bytes.TrimRight(line, " \t")) {
	case "[", "]", "}]", "[]":
		return true
	}
	return false
}
