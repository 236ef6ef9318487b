package logarchive

// oversizeKey names the arguments of a message that did not fit its page.
type oversizeKey struct {
	id        processID
	reference uint32
}

// oversize holds such arguments.
type oversize struct {
	count                  int
	items, values, private []byte
}

func (o oversize) size() int { return len(o.items) + len(o.values) + len(o.private) }

// oversizeBody is where the arguments of an oversize chunk begin.
const oversizeBody = 48

// readOversize reads an oversize chunk; what it returns is part of chunk.
func readOversize(chunk []byte) (k oversizeKey, o oversize, ok bool) {
	if len(chunk) < oversizeBody {
		return k, o, false
	}
	k.id, _ = ownerOf(chunk)
	k.reference = le.Uint32(chunk[40:])
	r := &cursor{b: chunk, at: oversizeBody}
	public := r.take(int(le.Uint16(chunk[44:])))
	if r.short {
		return k, o, false
	}
	o.private = r.take(int(le.Uint16(chunk[46:])))
	o.count, o.items, o.values = splitItems(public)
	return k, o, true
}

// simpledump is a message that was composed when it was logged, as launchd does.
type simpledump struct {
	id                 processID
	ttl, logType       uint8
	time               uint64 // continuous, in ticks
	thread             uint64
	sender             UUID
	subsystem, message []byte
}

// simpledumpBody is where the texts of a simpledump chunk begin.
const simpledumpBody = 100

// readSimpledump reads a simpledump chunk; what it returns is part of chunk.
func readSimpledump(chunk []byte) (d simpledump, ok bool) {
	if len(chunk) < simpledumpBody {
		return d, false
	}
	d.id, _ = ownerOf(chunk)
	d.ttl, d.logType = chunk[28], chunk[29]
	d.time, d.thread = le.Uint64(chunk[32:]), le.Uint64(chunk[40:])
	d.sender = UUID(chunk[56:72])
	r := &cursor{b: chunk, at: simpledumpBody}
	d.subsystem = cstring(r.take(int(le.Uint32(chunk[92:]))))
	d.message = cstring(r.take(int(le.Uint32(chunk[96:]))))
	return d, !r.short
}
