package logarchive

// The tags of chunks. The first three stand in a file, the others in chunksets.
const (
	tagHeader     = 0x1000
	tagCatalog    = 0x600b
	tagChunkset   = 0x600d
	tagFirehose   = 0x6001
	tagOversize   = 0x6002
	tagStatedump  = 0x6003
	tagSimpledump = 0x6004
)

// subtagModern marks the layout of headers and catalogs since macOS 10.12.1 and iOS 10.
const subtagModern = 0x11

// preambleSize is the size of u32 tag, u32 subtag, u64 data size, with which every
// chunk begins. Offsets inside chunks count from the preamble's first byte.
const preambleSize = 16

// preamble is how a chunk begins.
type preamble struct {
	tag, subtag uint32
	size        uint64 // of the data, without the preamble
}

func readPreamble(b []byte) preamble {
	return preamble{tag: le.Uint32(b), subtag: le.Uint32(b[4:]), size: le.Uint64(b[8:])}
}

// nextChunk cuts the first chunk off b, with its preamble. ok is false at the end,
// and when less is there than the preamble says.
func nextChunk(b []byte) (tag uint32, chunk, rest []byte, ok bool) {
	if len(b) < preambleSize {
		return 0, nil, nil, false
	}
	p := readPreamble(b)
	if p.size > uint64(len(b)-preambleSize) {
		return 0, nil, nil, false
	}
	end := preambleSize + int(p.size)
	return p.tag, b[:end:end], b[min(align(end, 8), len(b)):], true
}
