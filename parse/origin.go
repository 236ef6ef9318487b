package parse

import (
	"bytes"
	"encoding/binary"
)

// verdict is what the first line of a record tells of whether it is wanted.
type verdict uint8

const (
	verdictNone   verdict = iota // all columns must be looked at
	verdictSkip                  // nobody wants the record
	verdictKeep                  // it is wanted
	verdictSearch                // if its message holds one of the sender's literals
)

// origins decides by the senders of records, and remembers what the Interest said
// of those that it met: a log of millions of records has a few hundred processes,
// each with a few libraries and subsystems. It belongs to one worker.
type origins struct {
	in    *Interest
	slots [originSlots]knownProcess
}

// originSlots is a few times the number of processes on a device, originHeads how
// many libraries and subsystems are remembered of one. What finds no room is
// decided anew each time; names of executables are shorter than originName.
const (
	originSlots = 1 << 10
	originHeads = 24
	originName  = 64
)

// knownProcess is a process that was met, with what stood behind its name.
type knownProcess struct {
	name   string
	sender *sender
	keys   []headKey // of heads, the usual ones first
	heads  []knownHead
}

// headKey is what a head is found by.
type headKey struct {
	ending uint64 // of its text: heads differ there first
	len    int32  // of its text
	at     int32  // where it stands
}

// knownHead is what follows a process's name: for records that are skipped as much
// as decides that, for others all up to the message.
type knownHead struct {
	text    string // "(libsystem_trace.dylib) [com.apple.powerd:"
	bare    bool   // text has no label: none may follow, nor a note of logd's
	verdict verdict

	image, subsystem, category string
}

// origin is where a record comes from, as far as its first line is of the usual
// shape.
type origin struct {
	nameEnd, rest int // offsets in the record: of the name's end, and of what follows the process
	verdict       verdict
	process       *knownProcess
	head          *knownHead // until the next record; nil where the columns must be looked for
}

// decide finds out about a record of the process that stands at name when rest
// follows it on the record's first line.
func (o *origins) decide(name, rest []byte) (verdict, *knownProcess, *knownHead) {
	known := o.process(name)
	if known == nil {
		return verdictNone, nil, nil
	}
	for i, key := range known.keys {
		n := int(key.len)
		if len(rest) <= n || ending(rest[:n]) != key.ending {
			continue
		}
		h := &known.heads[key.at]
		if string(rest[:n]) != h.text || h.bare && labelByte[rest[n]] {
			continue
		}
		if i > 0 { // the usual ones come to the front
			known.keys[i-1], known.keys[i] = key, known.keys[i-1]
		}
		return h.verdict, known, h
	}
	h, ok := o.learn(known.sender, rest)
	switch {
	case ok && len(known.heads) < originHeads:
		at := len(known.heads)
		known.keys = append(known.keys, headKey{ending: ending([]byte(h.text)), len: int32(len(h.text)), at: int32(at)})
		known.heads = append(known.heads, h)
		return h.verdict, known, &known.heads[at]
	case known.sender.role&roleWanted != 0:
		return verdictKeep, known, nil
	case h.verdict == verdictSkip:
		return verdictSkip, known, nil
	}
	return verdictNone, known, nil
}

// ending is the last eight bytes of a text, 0 when it is shorter.
func ending(text []byte) uint64 {
	if len(text) < 8 {
		return 0
	}
	return binary.LittleEndian.Uint64(text[len(text)-8:])
}

// labelByte marks the first bytes of libraries, labels and logd's notes, "=== …" and
// "lost …".
var labelByte = [256]bool{'(': true, '[': true, '=': true, 'l': true}

// process returns the place of a process, nil when there is no room for it.
func (o *origins) process(name []byte) *knownProcess {
	if len(name) == 0 || len(name) > originName {
		return nil
	}
	at := nameHash(name)
	for range 4 {
		p := &o.slots[at%originSlots]
		if p.name == string(name) {
			return p
		}
		if p.name == "" {
			*p = knownProcess{name: string(name), sender: o.in.processes.find(name)}
			return p
		}
		at++
	}
	return nil
}

// learn decides by what follows the process, when that names one of Apple's
// subsystems or a library alone. Its texts are copies; ok is false when they do not
// decide for all records that begin with them.
func (o *origins) learn(process *sender, rest []byte) (k knownHead, ok bool) {
	at := 0
	var image []byte
	if len(rest) > 0 && rest[0] == '(' {
		end := bytes.IndexByte(rest[:min(len(rest), 80)], ')')
		if end < 0 || end+2 >= len(rest) {
			return k, false
		}
		image = rest[1:end]
		at = end + 2
	}
	library := o.in.images.find(image)
	wanted := (process.role|library.role)&roleWanted != 0
	searched := process.searched(image) || library.role&roleSearched != 0
	text := rest[at:]
	if appleLabel(text) {
		colon := bytes.IndexByte(text[:min(len(text), 100)], ':')
		if colon < 0 {
			return k, false
		}
		subsystem := o.in.subsystems.find(text[1:colon])
		wanted = wanted || subsystem.role&roleWanted != 0
		searched = searched || subsystem.role&roleSearched != 0
		if !wanted && !searched {
			return knownHead{text: string(rest[:at+colon+1]), verdict: verdictSkip}, true
		}
	} else {
		if len(text) == 0 || labelByte[text[0]] {
			return k, false // perhaps another label, or a note of logd's
		}
		searched = searched || len(image) == 0 && process.role&roleIgnored == 0
		if !wanted && !searched {
			return knownHead{text: string(rest[:at]), bare: true, verdict: verdictSkip}, true
		}
	}
	k.verdict = verdictSearch
	if wanted {
		k.verdict = verdictKeep
	}
	var h head
	tail(rest, 0, &h)
	if h.kind == KindMarker || h.message >= len(rest) || h.message > 0 && rest[h.message-1] != ' ' {
		return k, false
	}
	k.text = string(rest[:h.message])
	k.bare = !h.subsystem.found()
	cut := func(s span) string { return k.text[s.from:s.to] }
	k.image, k.subsystem, k.category = cut(h.image), cut(h.subsystem), cut(h.category)
	return k, !k.bare || !labelByte[rest[h.message]]
}

// appleLabel reports whether text begins with a label of one of Apple's subsystems.
func appleLabel(text []byte) bool {
	const label = "[com.apple."
	return len(text) >= len(label) && string(text[:len(label)]) == label
}
