package logarchive

// page is one firehose chunk: up to 4 KiB that one process filled from the front
// with tracepoints and from the back with private arguments.
type page struct {
	id      processID
	ttl     uint8  // of tracepoints without one of their own
	base    uint64 // continuous time that tracepoints count from
	points  []byte
	private []byte // ends where the page ends
}

// pageSize is the size of a page in the process; offsets of private ranges count
// in it even where what is unused between both parts was cut out (collapsed).
const pageSize = 4096

// Offsets in a firehose chunk.
const (
	pageTTL    = 28
	pageSizes  = 32 // u16 public size, counted from here; u16 where private data begin
	pageBase   = 40
	pagePoints = 48
)

// ownerOf returns the process of a firehose, oversize, statedump or simpledump
// chunk: all have it in the same place.
func ownerOf(chunk []byte) (id processID, ok bool) {
	if len(chunk) < 28 {
		return id, false
	}
	return processID{le.Uint64(chunk[16:]), le.Uint32(chunk[24:])}, true
}

func readPage(chunk []byte) (p page, ok bool) {
	if len(chunk) < pagePoints {
		return p, false
	}
	p.id, _ = ownerOf(chunk)
	p.ttl, p.base = chunk[pageTTL], le.Uint64(chunk[pageBase:])
	end := min(pageSizes+int(le.Uint16(chunk[pageSizes:])), len(chunk))
	p.points = chunk[pagePoints:max(end, pagePoints)]
	if n := pageSize - int(le.Uint16(chunk[pageSizes+2:])); n > 0 && n <= len(chunk)-pagePoints {
		p.private = chunk[len(chunk)-n:]
	}
	return p, true
}

// privateRange returns the private arguments of a tracepoint; nil for a range that
// is not in the page's private data.
func (p *page) privateRange(off, size uint16) []byte {
	from := int(off) - (pageSize - len(p.private))
	if from < 0 || from+int(size) > len(p.private) {
		return nil
	}
	return p.private[from : from+int(size)]
}

// The types of tracepoints.
const (
	pointUnused   = 0
	pointActivity = 2
	pointTrace    = 3
	pointLog      = 4
	pointSignpost = 6
	pointLoss     = 7
)

// pointHead is the size of a tracepoint before its data.
const pointHead = 24

// point is one tracepoint.
type point struct {
	kind, logType uint8
	flags         uint16
	format        uint32 // offset of the format string, before its high part
	thread        uint64
	time          uint64 // continuous, in ticks
	data          []byte
}

// trace is what log show calls the traceID: the first 8 bytes of the tracepoint (two
// published lines of macOS and one of iOS have exactly those of their messages).
func (pt *point) trace() uint64 {
	return uint64(pt.kind) | uint64(pt.logType)<<8 | uint64(pt.flags)<<16 | uint64(pt.format)<<32
}

// next cuts the first tracepoint off the page.
func (p *page) next() (pt point, ok bool) {
	b := p.points
	if len(b) < pointHead || b[0] == pointUnused {
		return pt, false
	}
	size := int(le.Uint16(b[22:]))
	if size > len(b)-pointHead {
		return pt, false
	}
	delta := uint64(le.Uint32(b[16:])) | uint64(le.Uint16(b[20:]))<<32
	pt = point{
		kind: b[0], logType: b[1], flags: le.Uint16(b[2:]), format: le.Uint32(b[4:]), thread: le.Uint64(b[8:]),
		time: p.base + delta, data: b[pointHead : pointHead+size],
	}
	p.points = b[min(align(pointHead+size, 8), len(b)):]
	return pt, true
}
