package logarchive

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

func openImage(b []byte) *image {
	im := &image{file: located{"f", Memory{"f": b}}}
	im.load()
	return im
}

func openCache(b []byte) *dscFile {
	d := &dscFile{located: located{"f", Memory{"f": b}}}
	d.load()
	return d
}

func TestImageFormats(t *testing.T) {
	im := openImage(notesStrings.Bytes())
	if im.err != nil || im.path != notesPath || im.name.text != "Notes" {
		t.Fatalf("path %q, name %q, %v", im.path, im.name.text, im.err)
	}
	for off, want := range map[uint64]string{
		0x100: "note saved", 0x105: "saved", 0x10a: "", 0x10b: "none", 0xff: "none", 0x4000: "sync %s done", 0x400d: "sync begun", 0x4018: "none", 1 << 40: "none",
	} {
		got := "none"
		if r, ok := findRange(im.ranges, off); ok {
			got = readFormat(im.file, r, off).text
		}
		if got != want {
			t.Errorf("offset %#x: %q, want %q", off, got, want)
		}
	}
}

func TestCacheFormats(t *testing.T) {
	c := cache()
	c.Images[1].Text, c.Images[1].Ranges = 0x20000, []archivetest.Range{{Offset: 0x9000, Formats: []string{"task resumed"}}}
	for version := uint16(1); version <= 2; version++ {
		c.Version = version
		d := openCache(c.Bytes())
		if d.err != nil {
			t.Fatal(d.err)
		}
		texts := newTexts()
		for pc, want := range map[uint64]string{0x10000: "UIKitCore", 0x17fff: "UIKitCore", 0x18000: "", 0xffff: "", 0x20010: "CFNetwork", 0x30000: ""} {
			got := ""
			if im := texts.cached(d, d.imageAt(pc)); im != nil {
				got = im.name.text
			}
			if got != want {
				t.Errorf("version %d, address %#x: %q, want %q", version, pc, got, want)
			}
		}
		r, ok := findRange(d.ranges, 0x9005)
		if got := readFormat(d.located, r, 0x9005).text; !ok || got != "resumed" {
			t.Errorf("version %d: %q, %v", version, got, ok)
		}
	}
}

func TestDamagedStrings(t *testing.T) {
	uuidtext, dsc := notesStrings.Bytes(), cache()
	cut := func(b []byte, n int) []byte { return b[:n] }
	set := func(b []byte, at int, v uint32) []byte {
		b = append([]byte{}, b...)
		le.PutUint32(b[at:], v)
		return b
	}
	tests := []struct{ name, got, want string }{
		{"empty", message(openImage(nil).err), "f is no uuidtext file of version 2"},
		{"version", message(openImage(set(uuidtext, 4, 1)).err), "f is no uuidtext file of version 2"},
		{"ranges", message(openImage(set(uuidtext, 12, 0xffffffff)).err), "f names 4294967295 ranges in 132 bytes"},
		{"cut", message(openImage(cut(uuidtext, 20)).err), "f names 2 ranges in 20 bytes"},
		{"no path", openImage(set(uuidtext, 20, 0xffffffff)).path, ""},
		{"dsc empty", message(openCache(nil).err), "f is no dsc file"},
		{"dsc version", message(openCache(set(dsc.Bytes(), 4, 3)).err), "f has version 3, expected 1 or 2"},
		{"dsc ranges", message(openCache(set(dsc.Bytes(), 8, 1<<30)).err), "f names 1073741824 ranges and 2 images in 274 bytes"},
		{"dsc images", message(openCache(set(dsc.Bytes(), 12, 1<<31)).err), "f names 2 ranges and 2147483648 images in 274 bytes"},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, tt.got); d != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, d)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestMissingFormats(t *testing.T) {
	a, _ := Open(Memory(stringsOnly().Memory()))
	p := &process{main: UUID(notesID), cache: UUID(cacheID)}
	a.texts.resolve(p)
	bare := &process{main: UUID(archivetest.ID(99)), cache: UUID(archivetest.ID(98))}
	tests := []struct {
		name string
		p    *process
		loc  location
		want string
	}{
		{"offset", p, location{origin: originMain, format: 0xfffff}, "Invalid bounds 1048575 for 0BB61060-0000-0000-0000-00000000000B"},
		{"shared offset", p, location{origin: originShared, format: 1}, "<Invalid shared cache format string offset>"},
		{"file", bare, location{origin: originMain}, "<compose failure [63B61060-0000-0000-0000-000000000063]>"},
		{"cache", bare, location{origin: originLarge}, "<compose failure [shared 62B61060-0000-0000-0000-000000000062]>"},
		{"address", bare, location{origin: originAbsolute, pc: 5}, "<compose failure [00000000-0000-0000-0000-000000000000]>"},
		{"origin", p, location{origin: 0xe}, "<compose failure [00000000-0000-0000-0000-000000000000]>"},
	}
	for _, tt := range tests {
		if got := a.texts.format(tt.p, &tt.loc).plain; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestFormatsKeptAreBounded(t *testing.T) {
	texts := newTexts()
	im := &image{}
	for off := range uint64(3 * maxKept / maxFormat) {
		texts.known(formatKey{im, off}, func() *format { return &format{text: string(make([]byte, maxFormat))} })
	}
	if texts.kept > maxKept || len(texts.formats) > maxKept/maxFormat {
		t.Errorf("%d bytes in %d formats are kept, want at most %d", texts.kept, len(texts.formats), maxKept)
	}
}
