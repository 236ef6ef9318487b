package logarchive

import (
	"testing"
	"unicode/utf8"
)

// FuzzCompose composes anything: no panic, a message of bounded length and valid
// UTF-8 behind what was there, the same each time and by each way.
func FuzzCompose(f *testing.F) {
	uuid := "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"
	for _, s := range []struct {
		format string
		args   *Args
	}{
		{"%{public}s took %d ms", argsOf(publicText("Sync"), intItem(12))},
		{"%999999999d %*d", argsOf(intItem(1), scalarItem(0, 4, 0x7fffffff), intItem(1))},
		{"%.999999999g", argsOf(floatItem(1.5))},
		{"%.*P %{uuid_t}.16P", argsOf(scalarItem(0x10, 4, 2), dataItem(0x32, "ab", 0), scalarItem(0x12, 4, 16), dataItem(0x32, uuid, 0))},
		{"%{private, mask.hash}@ %{mask.mailaddr}s", argsOf(dataItem(0xf2, "\x01\x02", 0), dataItem(0xf2, "\x01\x2a\x02\x02\x01roex", 0x8000))},
		{"%{network:sockaddr}.*P", argsOf(scalarItem(0x10, 4, 8), dataItem(0x32, "\x08\x12\x04\x00\x06\xff\xff\xff", 0))},
		{"%{network:sockaddr}.*P", argsOf(scalarItem(0x10, 4, 8), dataItem(0x32, "\x00\x1e", 0))},
		{"%{time_t}ld %{iec-bytes}llu %{darwin.mode}d %{darwin.signal}d", argsOf(longItem(-1<<63), longItem(-1), intItem(-1), intItem(-1))},
		{"%{timeval}.*P", argsOf(scalarItem(0x10, 4, 16), dataItem(0x32, uuid, 0))},
		{"%{private}s %@", argsOf(privateBase(0xe00), textItem(0x21, "Rowan"), rangeItem(0x41, 0, 0))},
		{"%#o %+x %a %C %m %p %%%", argsOf(intItem(0), intItem(1), floatItem(-1), intItem(-1), intItem(107), longItem(0))},
	} {
		f.Add([]byte(s.format), s.args.Items, byte(s.args.Count), s.args.Values, s.args.Private, uint16(s.args.PrivateBase), s.args.Is32)
	}
	f.Fuzz(func(t *testing.T, format, items []byte, count byte, values, private []byte, base uint16, is32 bool) {
		args := &Args{Items: items, Count: int(count), Values: values, Private: private, PrivateBase: int(base), Is32: is32}
		const head = "head \xff"
		got := Compose([]byte(head), format, args)
		if string(got[:len(head)]) != head {
			t.Fatalf("what was there became %q", got[:len(head)])
		}
		message := got[len(head):]
		if len(message) > maxMessage || !utf8.Valid(message) {
			t.Fatalf("%d bytes, valid UTF-8 %t", len(message), utf8.Valid(message))
		}
		compiled := Parse(format)
		if again := compiled.Compose(nil, args); string(again) != string(message) {
			t.Fatalf("%q and then %q", message, again)
		}
		for i := range compiled.segments { // the long way
			compiled.segments[i].spec.plain = notPlain
		}
		if again := compiled.Compose(nil, args); string(again) != string(message) {
			t.Fatalf("%q, and without haste %q", message, again)
		}
		if n := len(compiled.segments); n > 2*len(format)+1 {
			t.Fatalf("%d segments of %d bytes", n, len(format))
		}
		if n := len(compiled.AppendValues(nil, args)); n > len(compiled.segments) {
			t.Fatalf("%d values of %d segments", n, len(compiled.segments))
		}
	})
}
