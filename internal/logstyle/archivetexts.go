package logstyle

import (
	"cmp"
	"hash/fnv"
	"slices"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// archiveCacheID is the shared cache of all processes.
var archiveCacheID = uuidOf("5A1E0C8D-3B7F-4E26-9D14-6C2B8A0F7E35")

// archiveTexts are the images with their format strings: executables, libraries of the
// shared cache, and libraries that come with an app.
type archiveTexts struct {
	version uint16 // of the dsc file
	images  map[string]*archiveImage
}

// archiveImage is an image in the making.
type archiveImage struct {
	id      archivetest.UUID
	path    string
	cached  bool
	code    uint64 // where its code lies in the shared cache
	from    uint64 // offset of its first format string
	end     uint64
	formats []string
	at      map[string]uint64
}

// The room that images take in the shared cache, in bytes.
const (
	imageCode  = 0x8000
	imageTexts = 1 << 20
	// imagesHigh is where code and texts lie that 32 bits do not reach.
	imagesHigh = 0x1_8000_0000
)

func newArchiveTexts(version uint16) *archiveTexts {
	return &archiveTexts{version: version, images: map[string]*archiveImage{}}
}

func (t *archiveTexts) image(path string, cached bool) *archiveImage {
	im := t.images[path]
	if im == nil {
		im = &archiveImage{id: uuidOf(path), path: path, cached: cached, from: 0x100, at: map[string]uint64{}}
		if cached {
			n := uint64(len(t.images) + 1)
			im.code, im.from = n*2*imageCode, n*imageTexts
			if t.version == 2 && n%2 == 0 { // where shared caches have outgrown 32 bits
				im.code, im.from = im.code+imagesHigh, im.from+imagesHigh
			}
		}
		im.end = im.from
		t.images[path] = im
	}
	return im
}

// main is the UUID of the executable that logged an entry.
func (t *archiveTexts) main(e *Entry) archivetest.UUID {
	return t.image(processPath(e), false).id
}

// offset is where a format string of an image begins.
func (im *archiveImage) offset(format string) uint64 {
	at, ok := im.at[format]
	if !ok {
		at = im.end
		im.at[format] = at
		im.formats = append(im.formats, format)
		im.end += uint64(len(format) + 1)
	}
	return at
}

// locate says where the code and the format string of a message lie. Of the libraries
// half are in the shared cache, the others are named by UUID or found by address.
func (t *archiveTexts) locate(pt *archivetest.Point, p *archiveProcess, e *Entry, format string) {
	path := libraryPath(e)
	kind := 0
	if e.Library == "" {
		kind = -1
	} else {
		h := fnv.New32a()
		h.Write([]byte(path))
		kind = int(h.Sum32() % 4)
	}
	im := t.image(path, kind == 0 || kind == 1)
	switch kind {
	case -1:
		pt.Flags, pt.PC = archivetest.FromMain, 0x40
	case 2:
		pt.Flags, pt.PC, pt.Image = archivetest.FromUUID, 0x40, im.id
	case 3:
		at, ok := p.loaded[path]
		if !ok {
			at = 0x1_0300_0000 + uint64(len(p.loaded))*2*imageCode
			p.loaded[path] = at
			p.Loaded = append(p.Loaded, archivetest.Loaded{Start: at, Size: imageCode, Image: im.id})
		}
		pt.Flags, pt.PC = archivetest.FromAddress, at+0x40
	default:
		pt.Flags, pt.PC = archivetest.FromShared, im.code+0x40
		if im.code > 0xffffffff {
			pt.Flags = archivetest.FromLarge
		}
	}
	if pt.Dynamic {
		return
	}
	if pt.Format = im.offset(format); pt.Format > 0x7fffffff {
		pt.Flags |= archivetest.HasHigh
	}
}

// files are the uuidtext files and the dsc file.
func (t *archiveTexts) files() (map[archivetest.UUID]archivetest.Strings, map[archivetest.UUID]archivetest.Cache) {
	images, cache := map[archivetest.UUID]archivetest.Strings{}, archivetest.Cache{Version: t.version}
	for path, im := range t.images {
		s := archivetest.Strings{Path: path, Ranges: []archivetest.Range{{Offset: im.from, Formats: im.formats}}}
		if im.cached {
			cache.Images = append(cache.Images, archivetest.CachedImage{ID: im.id, Text: im.code, Size: imageCode, Strings: s})
		} else {
			images[im.id] = s
		}
	}
	slices.SortFunc(cache.Images, func(a, b archivetest.CachedImage) int { return cmp.Compare(a.Text, b.Text) })
	return images, map[archivetest.UUID]archivetest.Cache{archiveCacheID: cache}
}
