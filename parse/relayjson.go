package parse

import "bytes"

// What relays of a device's log print as JSON.

// pymobileJSON is `pymobiledevice3 syslog live --format json`; its times are the
// host's, without zone. Since April 2026.
var pymobileJSON = jsonFormat(format{
	name:  "pymobiledevice3-json",
	about: "pymobiledevice3 syslog live --format json",
	starts: func(line []byte) bool {
		return objectStart(line) >= 0 && holdsAny(headOf(line, 600), `"procid"`, `"image_name"`)
	},
	noise: isBracket,
}, jsonShape{slotOf: relaySlot})

// ostraceJSON is go-ios's `ios ostrace` (ios/ostrace/ostrace.go).
var ostraceJSON = jsonFormat(format{
	name:  "go-ios-ostrace",
	about: "go-ios: ios ostrace",
	starts: func(line []byte) bool {
		return objectStart(line) >= 0 && holdsAny(headOf(line, 600), `"levelName"`, `"imageName"`)
	},
	noise: isBracket,
}, jsonShape{slotOf: ostraceSlot})

// relaySlot gives pymobiledevice3's keys their places. The label may be null.
func relaySlot(key []byte) slot {
	switch string(key) {
	case "timestamp":
		return slotTime
	case "level":
		return slotLevel
	case "filename":
		return slotProcess
	case "image_name":
		return slotImage
	case "pid":
		return slotPID
	case "thread_id":
		return slotTID
	case "message":
		return slotMessage
	case "label":
		return slotInside
	case "subsystem":
		return slotSubsystem
	case "category":
		return slotCategory
	}
	return slotNone
}

func ostraceSlot(key []byte) slot {
	switch string(key) {
	case "level": // a number
		return slotNone
	case "levelName":
		return slotLevel
	case "imageName":
		return slotImage
	case "threadId":
		return slotTID
	}
	return relaySlot(key)
}

// goiosJSON is go-ios's `ios syslog` (main.go, ios/syslog/syslog.go): the relay's
// line as "msg", or with --parse its columns, and there "msg" and "error" for
// lines that go-ios could not split. go-ios escapes "<" and ">", too.
var goiosJSON = &format{
	name:  "go-ios-json",
	about: "go-ios: ios syslog, also with --parse",
	starts: func(line []byte) bool {
		if goiosWraps(line) {
			return wrapsStart(line, goiosSlot, relayLines) != nil
		}
		i := objectStart(line)
		return i >= 0 && string(firstKey(line[i:])) == "timestamp" && holdsAny(headOf(line, 120), `"device"`)
	},
	wanted: func(raw []byte, in *Interest) bool {
		if !goiosWraps(raw) {
			return goiosShape.wanted(raw, in)
		}
		line := unwrap(raw, goiosSlot)
		defer line.release()
		return idevicesyslog.wanted(line.text, in)
	},
	record: func(raw []byte, rec *Record) bool {
		if !goiosWraps(raw) {
			ok := goiosShape.record(raw, rec)
			visRecord(raw, rec)
			return ok
		}
		line := unwrap(raw, goiosSlot)
		defer line.release()
		return idevicesyslog.record(clean(line.text), rec)
	},
	stamp: func(raw []byte) (stamp, bool) {
		switch {
		case !goiosWraps(raw):
			return goiosShape.stamp(raw)
		case goiosUnsplit(raw):
			return stamp{}, false // without year among lines with one
		}
		line := unwrap(raw, goiosSlot)
		defer line.release()
		return idevicesyslog.stamp(line.text)
	},
	noise: isBracket,
}

// goiosWraps tells a wrapped line from a split one.
func goiosWraps(line []byte) bool {
	i := objectStart(line)
	return goiosUnsplit(line) || i >= 0 && string(firstKey(line[i:])) == "msg"
}

// goiosUnsplit tells a line that --parse could not split: the only ones with an
// "error", which stands before "msg".
func goiosUnsplit(line []byte) bool {
	i := objectStart(line)
	return i >= 0 && string(firstKey(line[i:])) == "error"
}

// goiosShape is a line that go-ios split. The library is part of the process:
// "SpringBoard(FrontBoard)".
var goiosShape = jsonShape{
	slotOf: goiosSlot,
	sender: slotSet(slotProcess, slotMessage),
	adjust: func(v fields, raw []byte) fields {
		name := v.at[slotProcess]
		open := bytes.LastIndexByte(name.of(raw), '(')
		if open > 0 && raw[name.to-1] == ')' && raw[name.from+open-1] != ' ' {
			v.at[slotImage] = span{name.from + open + 1, name.to - 1}
			v.at[slotProcess].to = name.from + open
		}
		return v
	},
}

func goiosSlot(key []byte) slot {
	switch string(key) {
	case "msg":
		return slotLine
	case "timestamp":
		return slotTime
	case "process":
		return slotProcess
	case "pid":
		return slotPID
	case "level":
		return slotLevel
	case "message":
		return slotMessage
	}
	return slotNone
}

var relayLines = []*format{idevicesyslog}
