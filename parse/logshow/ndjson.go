package logshow

import (
	"strconv"

	"github.com/bglog/bglog/parse/logarchive"
)

// eventTypes are the values of eventType. Published lines have all but userActionEvent,
// which follows them.
var eventTypes = [...]string{
	logarchive.KindLog: "logEvent", logarchive.KindActivity: "activityCreateEvent", logarchive.KindUserAction: "userActionEvent",
	logarchive.KindTrace: "traceEvent", logarchive.KindLoss: "lossEvent", logarchive.KindBoot: "timesyncEvent", logarchive.KindClock: "timesyncEvent",
	logarchive.KindClass: "timesyncEvent",
}

// maxParents bounds how many activities are remembered.
const maxParents = 1 << 16

// ndjsonRow is --style ndjson: one object to a line, keys in the order of macOS 13 and
// later (reference: formats, section 5). A published activity has no messageType, and its
// creatorActivityID has a place of our own. No published marker is known: it gets what
// there is of the keys. source is filled by --source alone.
func (w *Writer) ndjsonRow(b []byte, e *logarchive.Entry) []byte {
	o := object{b: append(b, '{')}
	o.text("timezoneName", "")
	if e.Kind == logarchive.KindLog {
		o.text("messageType", levels[e.Level].long)
	}
	o.text("eventType", eventTypes[e.Kind])
	o.raw("source", "null")
	if IsMarker(e) {
		w.moment(&o, e)
		return append(o.b, "}\n"...)
	}
	o.text("formatString", e.Format)
	if e.UID != -1 {
		o.number("userID", uint64(uint32(e.UID)))
	}
	o.number("activityIdentifier", e.Activity)
	o.text("subsystem", e.Subsystem)
	o.text("category", e.Category)
	o.number("threadID", e.TID)
	o.uuid("senderImageUUID", e.ImageUUID)
	o.backtrace(e)
	w.moment(&o, e)
	o.uuid("processImageUUID", e.ProcessUUID)
	o.number("traceID", e.Trace)
	if e.PID >= 0 {
		o.number("processID", uint64(e.PID))
	}
	o.number("senderProgramCounter", e.ImageOffset)
	if e.Kind == logarchive.KindActivity {
		o.number("creatorActivityID", e.Creator)
	}
	o.number("parentActivityIdentifier", w.parent(e))
	return append(o.b, "}\n"...)
}

// moment writes the keys that all entries have, and the paths between them.
func (w *Writer) moment(o *object, e *logarchive.Entry) {
	o.uuid("bootUUID", e.Boot)
	if !IsMarker(e) {
		o.text("processImagePath", e.ProcessPath)
		o.text("senderImagePath", e.ImagePath)
	}
	o.key("timestamp")
	o.b = append(w.clock.micros(append(o.b, '"'), e), '"')
	o.number("machTimestamp", e.Ticks)
	o.key("eventMessage")
	o.b = quote(o.b, w.message(e))
}

// parent is the activity that the entry's own is a part of, as far as its creation was
// among the entries. Which of the two activities that a new one tells is its parent is
// not documented: the one that it names, else the one in which it was created.
func (w *Writer) parent(e *logarchive.Entry) uint64 {
	if e.Kind == logarchive.KindActivity {
		if len(w.parents) >= maxParents {
			clear(w.parents)
		}
		w.parents[e.Activity] = e.Parent
		return e.Parent
	}
	return w.parents[e.Activity]
}

// ndjsonTrailer tells that nothing is missing at the end.
func ndjsonTrailer(b []byte, count int) []byte {
	b = append(b, `{"count":`...)
	b = strconv.AppendInt(b, int64(count), 10)
	return append(b, `,"finished":1}`+"\n"...)
}
