package logarchive

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// contents are what is packed: all kinds of repetition.
func contents() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 40_000)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	mixed := bytes.Repeat([]byte("Submitted Activity: bgRefresh-com.example.notes "), 900)
	for i := 0; i < len(mixed); i += 97 {
		mixed[i] = byte(i)
	}
	return map[string][]byte{
		"short": []byte("a few bytes"), "zeros": make([]byte, 65_464), "noise": noise, "mixed": mixed,
		"words": []byte(strings.Repeat("abcdefgh", 40)), "odd": []byte(strings.Repeat("xyz", 1001)), "far": append(append(bytes.Clone(noise[:500]), noise[:500]...), noise[:77]...),
	}
}

func TestDecompress(t *testing.T) {
	for name, content := range contents() {
		for _, pack := range []archivetest.Packing{archivetest.LZ4, archivetest.LZ4Stored, archivetest.LZ4Blocks, archivetest.Raw, archivetest.Bitmap, archivetest.BitmapNoRuns} {
			b := archivetest.Catalog{Chunksets: []archivetest.Chunkset{{Pack: pack, Chunks: [][]byte{content}}}}.Bytes()
			_, catalogChunk, rest, _ := nextChunk(b)
			c, err := readCatalog(catalogChunk, 0x11)
			if err != nil {
				t.Fatal(err)
			}
			_, chunk, _, _ := nextChunk(rest)
			var buf []byte
			s := c.subchunks[0]
			got, err := decompress(&buf, chunk[preambleSize:], s.algorithm, s.size)
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("%s, packing %d: %d of %d bytes, %v", name, pack, len(got), len(content), err)
			}
		}
	}
}

func TestDecompressRefuses(t *testing.T) {
	tests := []struct {
		name      string
		algorithm uint32
		size      uint32
		payload   string
		want      string
	}{
		{"huge", 0x100, maxChunkset + 1, "", "chunkset of 4194305 bytes, expected at most 4194304"},
		{"unknown", 0x205, 8, "", "compression 0x205, expected none (0), LZ4 (0x100) or LZBITMAP (0x700)"},
		{"lzfse", 0x801, 8, "bvx2", errLZFSE.Error()},
		{"lz4, nothing", 0x100, 8, "", errShort.Error()},
		{"lz4, no end", 0x100, 8, "bv4-\x01\x00\x00\x00a", errShort.Error()},
		{"lz4, block too long", 0x100, 8, "bv41\x08\x00\x00\x00\xff\xff\xff\xffa", errShort.Error()},
		{"lz4, says too much", 0x100, 8, "bv41\x09\x00\x00\x00\x01\x00\x00\x00a", errTooMuch.Error()},
		{"lz4, stored too much", 0x100, 2, "bv4-\x03\x00\x00\x00abcbv4$", errTooMuch.Error()},
		{"bitmap, no magic", 0x700, 8, "bv41", `data begin with "bv41", expected ZBM`},
		{"bitmap, no end", 0x700, 8, "ZBM\x09", errShort.Error()},
		{"bitmap, block too long", 0x700, 8, "ZBM\x09\xff\xff\xff\x08\x00\x00", errShort.Error()},
		{"bitmap, says too much", 0x701, 8, "ZBM\x09\x0f\x00\x00\x09\x00\x00123456789", errTooMuch.Error()},
		{"bitmap, size below its own head", 0x702, 8, "ZBM\x09\x00\x00\x00\x08\x00\x00", errShort.Error()},
		{"bitmap, no room for the table", 0x602, 8, "ZBM\x09\x10\x00\x00\x08\x00\x00\x0f\x00\x00\x0f\x00\x00\x0f\x00\x00a", errShort.Error()},
		{"bitmap, areas outside", 0x600, 8, "ZBM\x09\x20\x00\x00\x08\x00\x00\xff\x00\x00\x0f\x00\x00\x0f\x00\x0012345678901234567", errShort.Error()},
	}
	for _, tt := range tests {
		var buf []byte
		got, err := decompress(&buf, []byte(tt.payload), tt.algorithm, tt.size)
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: %q, %v; want %s", tt.name, got, err, tt.want)
		}
	}
}
