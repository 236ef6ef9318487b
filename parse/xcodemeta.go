package parse

import "bytes"

// Xcode 15 and later copy a message first and then, when the user shows
// metadata, one line of the fields that the user has chosen:
//
//	Type: Error | Timestamp: 2026-01-12 21:27:56.482798-05:00 | Process: Notes | Library: UIKitCore | Subsystem: com.apple.UIKit | Category: BackgroundTask | TID: 0xb1f10

// metaFields are the fields of one metadata line; they point into the line.
type metaFields struct {
	seen                                          metaKey // which fields the line has
	stamp                                         stamp
	level                                         Level
	kind                                          Kind
	process, pid, image, subsystem, category, tid []byte
}

// metaKey is a set of metadata fields.
type metaKey uint16

const (
	metaType metaKey = 1 << iota
	metaTime
	metaProcess
	metaPID
	metaLibrary
	metaSubsystem
	metaCategory
	metaTID
	metaOther
)

// metaKeys are the field names; Xcode 27 and older ones print the same.
var metaKeys = map[string]metaKey{
	"Type": metaType, "Timestamp": metaTime, "Process": metaProcess, "PID": metaPID, "Library": metaLibrary,
	"Subsystem": metaSubsystem, "Category": metaCategory, "TID": metaTID, "Thread ID": metaTID, "Process ID": metaPID,
	"Activity": metaOther, "Activity ID": metaOther, "Source": metaOther, "Sender": metaLibrary,
}

// readMeta reads a metadata line. All its parts must be fields, and they must
// prove together that the line is none of the app's own: at least two fields, or
// a time, a level or a thread by itself.
func readMeta(line []byte, m *metaFields) bool {
	line = bytes.Trim(line, " \t")
	if len(line) == 0 || len(line) > 2000 || line[0] < 'A' || line[0] > 'T' {
		return false
	}
	*m = metaFields{}
	count := 0
	sure := false
	for len(line) > 0 {
		part := line
		if i := bytes.IndexByte(line, '|'); i >= 0 {
			part, line = line[:i], line[i+1:]
		} else {
			line = nil
		}
		part = bytes.Trim(part, " \t")
		if len(part) == 0 {
			continue // the line was wrapped after a bar
		}
		colon := bytes.IndexByte(part, ':')
		if colon <= 0 {
			return false
		}
		key, ok := metaKeys[string(part[:colon])]
		if !ok || m.seen&key&^metaOther != 0 {
			return false
		}
		value := bytes.Trim(part[colon+1:], " \t")
		good, proves := m.set(key, value)
		if !good {
			return false
		}
		m.seen |= key
		count++
		sure = sure || proves
	}
	return count >= 2 || sure
}

// set takes one field; proves reports a value that nothing else would print.
func (m *metaFields) set(key metaKey, value []byte) (good, proves bool) {
	switch key {
	case metaType:
		if len(value) == 0 {
			return true, false
		}
		level, kind, ok := readLevel(value)
		m.level, m.kind = level, kind
		return ok, ok
	case metaTime:
		st, n, ok := readStamp(value)
		m.stamp = st
		return ok && len(bytes.TrimSpace(value[n:])) == 0, ok
	case metaProcess:
		m.process = value
		if open := bytes.LastIndexByte(value, '['); open > 0 && value[len(value)-1] == ']' {
			if pid := value[open+1 : len(value)-1]; decimal(pid) != NoPID {
				m.process, m.pid = bytes.TrimRight(value[:open], " "), pid
			}
		}
	case metaPID:
		m.pid = value
	case metaLibrary:
		m.image = value
	case metaSubsystem:
		m.subsystem = value
	case metaCategory:
		m.category = value
	case metaTID:
		m.tid = value
		return true, bytes.HasPrefix(value, []byte("0x"))
	}
	return true, false
}

// fill gives a record the fields.
func (m *metaFields) fill(rec *Record) {
	if m.seen&metaType != 0 {
		rec.Level, rec.Kind = m.level, m.kind
	}
	if m.seen&metaTime != 0 {
		rec.stamp = m.stamp
	}
	if len(m.process) > 0 {
		rec.Process = string(m.process)
	}
	if len(m.pid) > 0 {
		rec.PID = decimal(m.pid)
	}
	if len(m.image) > 0 && string(m.image) != rec.Process {
		rec.Image = string(m.image)
	}
	if len(m.subsystem) > 0 {
		rec.Subsystem = string(m.subsystem)
	}
	if m.seen&metaCategory != 0 {
		rec.Category = string(m.category)
	}
	if bytes.HasPrefix(m.tid, []byte("0x")) {
		rec.TID = hexadecimal(m.tid)
	}
}
