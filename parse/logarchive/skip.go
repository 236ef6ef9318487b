package logarchive

// Most tracepoints are of call sites of which nothing is wanted. They are told by a few
// fields, without reading the others.

// skips remembers call sites of which nothing is wanted, of one catalog.
type skips struct {
	sites   [skipsKept]skippedSite
	layouts [layoutsKept]logLayout
}

// How many call sites and layouts are kept, 2 to the power of skipBits and layoutBits: a
// day of an iPhone has some hundred of the ones and a dozen of the others.
const (
	skipBits    = 10
	skipsKept   = 1 << skipBits
	layoutBits  = 5
	layoutsKept = 1 << layoutBits
)

// skippedSite is a call site: the executable's or the shared cache's code, and the
// subsystem.
type skippedSite struct {
	process *process
	place   uint64 // pc in the lower 48 bits, the subsystem above
	origin  origin
}

// logLayout is where in the data of a log tracepoint its flags put what tells the site.
type logLayout struct {
	flags     uint32 // and knownLayout
	size      uint32 // of the data, at least
	pc        uint32 // offsets
	subsystem uint32
	pcBits    uint64 // of the eight bytes at pc
	without   uint16 // noSender where there is no subsystem, 0 where there is one
}

// knownLayout marks the flags of a layout that is not empty, neverSite the size of one that
// does not tell the site.
const (
	knownLayout = 1 << 16
	neverSite   = 1 << 17
)

// site returns the call site of a log tracepoint of a process of 64 bits; false where it
// takes more to tell.
func (k *skips) site(p *process, pt *point) (site skippedSite, ok bool) {
	l := &k.layouts[pt.flags*0x9e37>>(16-layoutBits)]
	if l.flags != knownLayout|uint32(pt.flags) {
		*l = layoutOf(pt)
	}
	if len(pt.data) < int(l.size) {
		return site, false
	}
	sender := le.Uint16(pt.data[l.subsystem:]) | l.without
	return skippedSite{p, le.Uint64(pt.data[l.pc:])&l.pcBits | uint64(sender)<<48, origin(pt.flags & flagOrigin)}, true
}

// layoutOf finds the offsets for the flags of a log tracepoint, in the order of
// readLogFields.
func layoutOf(pt *point) logLayout {
	from := origin(pt.flags & flagOrigin)
	l := logLayout{flags: knownLayout | uint32(pt.flags), pcBits: 1<<32 - 1, without: noSender}
	if from == originAbsolute || from == originLarge {
		l.pcBits = 1<<48 - 1
	}
	l.pc = uint32(pt.sizeIf(flagActivity, 8) + pt.sizeIf(flagUniquePID, 8) + pt.sizeIf(flagPrivate, 4))
	if pt.flags&flagSubsystem != 0 {
		l.subsystem, l.without = l.pc+uint32(pt.locationSize(false)), 0
	}
	l.size = max(uint32(pt.logHead(false, false)), l.pc+8)
	if pt.flags&flagPersona != 0 || from == originUUID {
		l.size = neverSite
	}
	return l
}

// slot spreads call sites (Knuth's multiplicative hash).
func (s *skippedSite) slot() uint64 {
	return (s.place ^ s.process.id.first*31 ^ uint64(s.process.id.second)<<20) * 0x9e3779b97f4a7c15 >> (64 - skipBits)
}

// has reports whether nothing of a call site is wanted.
func (k *skips) has(s *skippedSite) bool { return k.sites[s.slot()] == *s }

func (k *skips) add(s *skippedSite) { k.sites[s.slot()] = *s }

// forget makes k ready for another catalog.
func (k *skips) forget() { clear(k.sites[:]) }
