package parse

import "bytes"

// logNDJSON is --style ndjson of `log show` and `log stream`: one object per
// line and a trailer {"count":N,"finished":1} that may follow the last record
// without a newline. Lines of one array ("[{…},", ",{…}") are read too.
var logNDJSON = jsonFormat(format{
	name:   "log-ndjson",
	about:  "log show or log stream, --style ndjson",
	starts: ndjsonStarts,
	noise: func(line []byte) bool {
		return isTrailer(line) || isBracket(line) || logNoise(line)
	},
	notice:  streamNotice,
	restart: streamRestart,
}, jsonShape{slotOf: logSlot, keys: logSender, message: logMessage})

// logSender are the keys that tell a record's origin, in the order that they have
// since macOS 13. Inner objects (backtrace, source) have none of them.
var logSender = []jsonKey{
	searchKey(slotEvent, "eventType", 'T'),
	searchKey(slotSubsystem, "subsystem", 'y'),
	searchKey(slotProcess, "processImagePath", 'P'),
	searchKey(slotImage, "senderImagePath", 'P'),
}

// logMessage is looked for where they leave it open: before macOS 10.14 only the
// text tells a marker.
var logMessage = []jsonKey{searchKey(slotMessage, "eventMessage", 'M')}

// logSlot gives the keys of log(1) their places. Order and presence of keys
// differ between macOS versions; before 10.14 there are neither eventType nor
// bootUUID, and `log stream` leaves bootUUID empty.
func logSlot(key []byte) slot {
	switch string(key) {
	case "timestamp":
		return slotTime
	case "messageType":
		return slotLevel
	case "eventType":
		return slotEvent
	case "processImagePath":
		return slotProcess
	case "senderImagePath":
		return slotImage
	case "processID":
		return slotPID
	case "threadID":
		return slotTID
	case "subsystem":
		return slotSubsystem
	case "category":
		return slotCategory
	case "eventMessage":
		return slotMessage
	case "formatString":
		return slotTemplate
	case "bootUUID":
		return slotBoot
	}
	return slotNone
}

// ndjsonStarts knows a record by its first key where only log(1) writes that,
// else by log(1)'s own keys: other exports begin lines with "{" too.
func ndjsonStarts(line []byte) bool {
	const usual = `{"timezoneName"` // since macOS 13
	if len(line) > len(usual) && string(line[:len(usual)]) == usual {
		return true
	}
	for {
		i := objectStart(line)
		if i < 0 {
			return false
		}
		line = line[i:]
		key := firstKey(line)
		if string(key) != "count" && string(key) != "finished" {
			return logKey(key) || holdsAny(headOf(line, 2048), `"eventMessage"`, `"processImagePath"`)
		}
		// a trailer; the first record of another file may be glued to it
		i = bytes.IndexByte(line, '}')
		if i < 0 {
			return false
		}
		line = line[i+1:]
	}
}

// logKey reports the keys that only log(1) writes.
func logKey(key []byte) bool {
	switch string(key) {
	case "timezoneName", "traceID", "messageType", "eventType", "formatString", "activityIdentifier", "activityID",
		"eventMessage", "machTimestamp", "bootUUID", "processID", "processImagePath", "processImageUUID", "processUniqueID",
		"senderImagePath", "senderImageUUID", "senderProgramCounter", "creatorActivityID", "parentActivityIdentifier",
		"signpostID", "signpostName", "signpostType", "signpostScope":
		return true
	}
	return false
}

// isTrailer reports the object that log(1) writes after the last record.
func isTrailer(line []byte) bool {
	return bytes.HasPrefix(line, []byte("{")) && holdsAny(headOf(line, 60), `"finished"`) &&
		holdsAny(headOf(line, 20), `"count"`, `"finished"`)
}
