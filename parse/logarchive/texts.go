package logarchive

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

// texts finds images and format strings. Its methods may be called concurrently.
type texts struct {
	images map[UUID]*image   // with a uuidtext file
	caches map[UUID]*dscFile // by the UUID of the shared cache

	senders senderNames

	// dynamic is the format of messages whose format was made at run time: such a string
	// is stored as the only argument.
	dynamic *format

	mu      sync.RWMutex
	formats map[formatKey]*format
	kept    int // bytes in formats
	missing map[missingKey]*missing
}

// formatKey names a format string: the file that has it, and its offset.
type formatKey struct {
	file any // *image or *dscFile
	off  uint64
}

// format is a format string in the forms in which it is used.
type format struct {
	text   string
	parsed *Format
	plain  string       // instead of a message where there is no format string; else empty
	note   atomic.Value // Entry.FormatNote
	ways   atomic.Pointer[knownWay]
}

// missingKey names a file that the archive should have.
type missingKey struct {
	id    UUID
	cache bool
}

// missing is what is known of such a file.
type missing struct {
	format format // of its messages
	count  int    // of messages
}

func newTexts() *texts {
	return &texts{
		images: map[UUID]*image{}, caches: map[UUID]*dscFile{},
		dynamic: &format{text: "%s", parsed: Parse([]byte("%s"))},
		formats: map[formatKey]*format{}, missing: map[missingKey]*missing{},
	}
}

// maxFormat bounds a format string in bytes; longer ones are cut. maxKept bounds
// what is kept of them: a hostile archive can name a new one in every message.
const (
	maxFormat = 32 << 10
	maxKept   = 16 << 20
)

// image returns an image by its UUID; one without a uuidtext file has no path.
func (t *texts) image(id UUID) *image {
	if im, ok := t.images[id]; ok {
		im.load()
		return im
	}
	return nil
}

// resolve finds a process' executable and shared cache.
func (t *texts) resolve(p *process) {
	if d, ok := t.caches[p.cache]; ok {
		d.load()
		p.shared = d
	}
	if p.exe = t.image(p.main); p.exe == nil || p.exe.path == "" {
		p.exe = &image{id: p.main}
		if p.shared != nil {
			if i, ok := p.shared.byID[p.main]; ok { // the kernel
				p.exe = t.cached(p.shared, i)
			}
		}
	}
}

// sender returns the image that holds the code which wrote a message, and where in it;
// nil when it is unknown.
func (t *texts) sender(p *process, l *location) (im *image, offset uint64) {
	switch l.origin {
	case originMain:
		return p.exe, l.pc
	case originShared, originSharedBare, originLarge:
		if p.shared == nil {
			return nil, 0
		}
		if i := p.shared.imageAt(l.pc); i >= 0 {
			return t.cached(p.shared, i), l.pc - p.shared.images[i].off
		}
	case originAbsolute:
		if at, ok := p.imageAt(l.pc); ok {
			return t.image(at.id), l.pc - at.start
		}
	case originUUID:
		return t.image(l.image), l.pc
	}
	return nil, 0
}

// cached returns an image of a shared cache by its index.
func (t *texts) cached(d *dscFile, i int) *image {
	if i < 0 || i >= len(d.met) {
		return nil
	}
	if im := d.met[i].Load(); im != nil {
		return im
	}
	im := &image{id: d.images[i].id}
	im.setPath(d.path(d.images[i].pathAt))
	if !d.met[i].CompareAndSwap(nil, im) {
		return d.met[i].Load()
	}
	return im
}

// format returns the format string of a message.
func (t *texts) format(p *process, l *location) *format {
	if l.dynamic {
		return t.dynamic
	}
	switch l.origin {
	case originMain:
		return t.imageFormat(p.main, l.format)
	case originShared, originSharedBare, originLarge:
		return t.cacheFormat(p, l.format)
	case originAbsolute:
		if im, ok := p.imageAt(l.pc); ok {
			return t.imageFormat(im.id, l.format)
		}
	case originUUID:
		return t.imageFormat(l.image, l.format)
	}
	return &format{plain: composeFailure(UUID{}, false)}
}

// composeFailure is what log show prints for a message whose format string is not
// in the archive.
func composeFailure(id UUID, shared bool) string {
	if shared {
		return "<compose failure [shared " + id.String() + "]>"
	}
	return "<compose failure [" + id.String() + "]>"
}

func (t *texts) imageFormat(id UUID, off uint64) *format {
	im := t.image(id)
	if im == nil || im.err != nil {
		return t.miss(missingKey{id: id})
	}
	return t.known(formatKey{im, off}, func() *format {
		r, ok := findRange(im.ranges, off)
		if !ok {
			return &format{plain: fmt.Sprintf("Invalid bounds %d for %s", off, im.id)}
		}
		return readFormat(im.file, r, off)
	})
}

func (t *texts) cacheFormat(p *process, off uint64) *format {
	d := p.shared
	if d == nil || d.err != nil {
		return t.miss(missingKey{id: p.cache, cache: true})
	}
	return t.known(formatKey{d, off}, func() *format {
		r, ok := findRange(d.ranges, off)
		if !ok {
			return &format{plain: "<Invalid shared cache format string offset>"}
		}
		return readFormat(d.located, r, off)
	})
}

// known returns a format that was read before, else reads it.
func (t *texts) known(k formatKey, read func() *format) *format {
	t.mu.RLock()
	f := t.formats[k]
	t.mu.RUnlock()
	if f != nil {
		return f
	}
	f = read()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept += len(f.text) + len(f.plain) + formatCost; t.kept > maxKept {
		clear(t.formats)
		t.kept = 0
	}
	t.formats[k] = f
	return f
}

// formatCost is about what a kept format needs besides its text, in bytes.
const formatCost = 400

// miss counts a message without a format string and returns what stands for it.
func (t *texts) miss(k missingKey) *format {
	t.mu.Lock()
	defer t.mu.Unlock()
	m := t.missing[k]
	if m == nil {
		m = &missing{format: format{plain: composeFailure(k.id, k.cache)}}
		t.missing[k] = m
	}
	m.count++
	return &m.format
}

// takeMissing returns how many messages lacked which files since the last call.
func (t *texts) takeMissing() map[missingKey]*missing {
	t.mu.Lock()
	defer t.mu.Unlock()
	m := t.missing
	t.missing = map[missingKey]*missing{}
	return m
}

func readFormat(l located, r textRange, off uint64) *format {
	m, err := l.open()
	if err != nil {
		return &format{plain: composeFailure(UUID{}, false)}
	}
	defer m.Close()
	left := uint64(r.size) - (off - r.off)
	b := readText(m, r.fileAt+int64(off-r.off), int(min(left, maxFormat)))
	return &format{text: string(b), parsed: Parse(b)}
}

// readText reads a string up to its NUL, at most limit bytes.
func readText(r io.ReaderAt, at int64, limit int) []byte {
	for n := 256; ; n *= 8 { // few strings are longer
		b, _ := readRange(r, at, min(n, limit))
		if bytes.IndexByte(b, 0) >= 0 || len(b) < n {
			return cstring(b)
		}
	}
}
