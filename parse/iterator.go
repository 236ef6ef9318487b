package parse

import "bytes"

// The output of mandiant's unifiedlog_iterator (macos-UnifiedLogs). It goes
// through one tracev3 file after the other, so that records are not in time
// order.

// iteratorJSONL is --format jsonl.
var iteratorJSONL = jsonFormat(format{
	name:  "iterator-jsonl",
	about: "mandiant unifiedlog_iterator, --format jsonl",
	starts: func(line []byte) bool {
		return objectStart(line) >= 0 && holdsAny(headOf(line, 1024), `"log_type"`, `"library_uuid"`)
	},
	noise:    isBracket,
	unsorted: true,
}, jsonShape{slotOf: iteratorSlot, sender: slotSet(slotProcess, slotImage, slotSubsystem, slotEvent, slotMessage)})

func iteratorSlot(key []byte) slot {
	switch string(key) {
	case "timestamp":
		return slotTime
	case "time":
		return slotNanos
	case "log_type":
		return slotLevel
	case "event_type":
		return slotEvent
	case "process":
		return slotProcess
	case "library":
		return slotImage
	case "pid":
		return slotPID
	case "thread_id":
		return slotTID
	case "subsystem":
		return slotSubsystem
	case "category":
		return slotCategory
	case "message":
		return slotMessage
	case "raw_message":
		return slotTemplate
	case "boot_uuid":
		return slotBoot
	}
	return slotNone
}

// iteratorCSV is --format csv: RFC 4180, so that messages in quotes may hold
// newlines.
var iteratorCSV = &format{
	name:   "iterator-csv",
	about:  "mandiant unifiedlog_iterator, --format csv",
	starts: csvStarts,
	wanted: func(raw []byte, in *Interest) bool {
		var v fields
		return !v.row(raw) || v.wanted(raw, in) // damaged: let record count it
	},
	record: func(raw []byte, rec *Record) bool {
		var v fields
		if !v.row(raw) {
			return false
		}
		var ok bool
		rec.stamp, ok = v.stamp(raw)
		v.fill(raw, rec)
		return ok
	},
	stamp: func(raw []byte) (stamp, bool) {
		st, _, ok := readStamp(raw)
		return st, ok && st.date
	},
	noise:    csvHeader,
	header:   csvHeader,
	unsorted: true,
}

// iteratorColumns are the CSV columns. The eleventh, Parent Activity ID, exists
// since April 2026.
var iteratorColumns = [...]slot{
	slotTime, slotEvent, slotLevel, slotSubsystem, slotTID, slotPID, slotNone /* EUID */, slotImage,
	slotNone /* Library UUID */, slotNone /* Activity ID */, slotNone /* Parent Activity ID */, slotCategory,
	slotProcess, slotNone /* Process UUID */, slotMessage, slotTemplate, slotBoot, slotNone, /* System Timezone Name */
}

const parentColumn = 10

// row finds the columns of a CSV row; false when the message is not there to
// its end.
func (v *fields) row(raw []byte) bool {
	v.csv = true
	var cells [len(iteratorColumns)]span
	for n, i := 0, 0; n < len(cells); n++ {
		cell, next := csvCell(raw, i)
		if next < 0 {
			break // cut
		}
		cells[n] = cell
		i = next
	}
	parent := cells[parentColumn].of(raw)
	if len(parent) == 0 || digits(parent, 0) < len(parent) || isHex32(cells[parentColumn+2].of(raw)) {
		// what stands there is the category, and the process UUID two columns later
		copy(cells[parentColumn+1:], cells[parentColumn:len(cells)-1])
	}
	for i, s := range iteratorColumns {
		if cells[i].to > 0 {
			v.put(s, cells[i])
		}
	}
	return v.has(slotMessage)
}

func csvHeader(line []byte) bool {
	return bytes.HasPrefix(line, []byte("Timestamp,Event Type,Log Type,Subsystem,"))
}

// csvStarts knows a row by its time in UTC and the word of its event type.
func csvStarts(line []byte) bool {
	if len(line) < 30 || !isoStart(line) {
		return false
	}
	i := 19
	if line[i] == '.' {
		i = digits(line, i+1)
	}
	if i+1 >= len(line) || line[i] != 'Z' || line[i+1] != ',' {
		return false
	}
	word := line[i+2:]
	end := bytes.IndexByte(headOf(word, 24), ',')
	for _, c := range word[:max(end, 0)] {
		if !letter(c) {
			return false
		}
	}
	return end > 0
}

// csvCell returns the cell at i without its quotes and the offset after the
// comma behind it; -1 when no comma proves that the cell is whole.
func csvCell(b []byte, i int) (cell span, next int) {
	if i < len(b) && b[i] == '"' {
		for end := i + 1; ; end += 2 {
			n := bytes.IndexByte(b[end:], '"')
			if n < 0 {
				return span{}, -1
			}
			end += n
			if end+1 >= len(b) || b[end+1] != '"' {
				if end+1 >= len(b) || b[end+1] != ',' {
					return span{}, -1
				}
				return span{i + 1, end}, end + 2
			}
		}
	}
	n := bytes.IndexByte(b[i:], ',')
	if n < 0 || bytes.IndexByte(b[i:i+n], '\n') >= 0 {
		return span{}, -1
	}
	return span{i, i + n}, i + n + 1
}

// isHex32 reports a UUID without dashes.
func isHex32(b []byte) bool {
	for _, c := range b {
		if !digit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return len(b) == 32
}
