package parse

// ecdigitJSONL is logarchive.jsonl of EC-DIGIT-CSIRC's sysdiagnose framework
// (parsers/logarchive.py): on macOS it renames the keys of log(1)'s ndjson to
// those of unifiedlog_iterator, elsewhere it keeps the iterator's objects and
// their order. Newer versions put them into "data" and the event's time and
// text beside it; older ones have all keys in one object.
var ecdigitJSONL = jsonFormat(format{
	name:  "ecdigit-jsonl",
	about: "EC-DIGIT-CSIRC sysdiagnose, logarchive.jsonl",
	starts: func(line []byte) bool {
		return objectStart(line) >= 0 && holdsAny(line, `"logarchive"`) && holdsAny(line, `"timestamp_desc"`)
	},
	noise:    isBracket,
	unsorted: true,
}, jsonShape{slotOf: ecdigitSlot, sender: slotSet(slotProcess, slotImage, slotSubsystem, slotEvent, slotMessage)})

// ecdigitSlot differs from the iterator's in where the time is: "time" and
// "timestamp" are numbers here that lost digits.
func ecdigitSlot(key []byte) slot {
	switch string(key) {
	case "data":
		return slotInside
	case "datetime":
		return slotTime
	case "timestamp", "time":
		return slotNone
	}
	return iteratorSlot(key)
}
