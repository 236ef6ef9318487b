package logarchive

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// composeCase is a message; its name is the format unless it has one.
type composeCase struct {
	format string
	args   *Args
	want   string
}

func checkCompose(t *testing.T, cases []composeCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.format, func(t *testing.T) {
			if d := cmp.Diff(c.want, string(Compose(nil, []byte(c.format), c.args))); d != "" {
				t.Errorf("Compose (-want +got):\n%s", d)
			}
			f := Parse([]byte(c.format))
			for range 2 { // a compiled format is not used up
				if d := cmp.Diff("head "+c.want, string(f.Compose([]byte("head "), c.args))); d != "" {
					t.Errorf("Format.Compose (-want +got):\n%s", d)
				}
			}
		})
	}
}

func TestComposeLiterals(t *testing.T) {
	checkCompose(t, []composeCase{
		{"", nil, ""},
		{"queue drained", nil, "queue drained"},
		{"100%", nil, "100"},
		{"100%%", nil, "100%"},
		{"%% of %%", nil, "% of %"},
		{"%%d%%s", nil, "%d%s"},
		{"%%%d%%", argsOf(intItem(7)), "%7%"},
		{"50% done", argsOf(intItem(7)), "50 7one"}, // "% d" is a conversion
		{"%y", nil, "y"},
		{"%5k%d", argsOf(intItem(7)), "5k7"},
		{"%é %d", argsOf(intItem(7)), "é 7"},
		{"%{public", nil, "{public"},
		{"%{public}", nil, "{public}"},
		{"%{public} %d", argsOf(intItem(7)), "{public} 7"},
		{"%.", nil, "."},
		{"%.5", nil, ".5"},
		{"ends \t\n\v\f\r ", nil, "ends"},
		{" \n", nil, ""},
		{"lines\n%@\n", argsOf(objectText("two\n ")), "lines\ntwo"},
		{"cut\x00 here %d", argsOf(intItem(7)), "cut"},
		{"bad \xff byte", nil, illegibleText},
		{"%s", argsOf(publicText("half a rune \xe2\x82")), illegibleText},
		{"%{public" + strings.Repeat(",public", maxConversion/7) + "}d", argsOf(intItem(7)), "{public" + strings.Repeat(",public", maxConversion/7) + "}d"},
		{"Übertragung %d → fertig", argsOf(intItem(7)), "Übertragung 7 → fertig"},
	})
}

func TestComposeIntegers(t *testing.T) {
	checkCompose(t, []composeCase{
		{"%d", argsOf(intItem(-5)), "-5"},
		{"%i", argsOf(intItem(-5)), "-5"},
		{"%u", argsOf(intItem(-5)), "4294967291"},
		{"%x", argsOf(intItem(-5)), "fffffffb"},
		{"%X", argsOf(intItem(255)), "FF"},
		{"%o", argsOf(intItem(8)), "10"},
		// sizes, with the sign of the conversion
		{"%d (1 byte)", argsOf(scalarItem(0, 1, 0xfe)), "-2 (1 byte)"},
		{"%d (2 bytes)", argsOf(scalarItem(0, 2, 0xfffe)), "-2 (2 bytes)"},
		{"%u (1 byte)", argsOf(scalarItem(0, 1, 0xfe)), "254 (1 byte)"},
		{"%u (2 bytes)", argsOf(scalarItem(0, 2, 0xfffe)), "65534 (2 bytes)"},
		{"%x (1 byte)", argsOf(scalarItem(0, 1, 0xfe)), "fe (1 byte)"},
		{"%ld", argsOf(longItem(-1 << 62)), "-4611686018427387904"},
		{"%ld (4 bytes)", argsOf(intItem(-5)), "-5 (4 bytes)"},
		{"%lu (4 bytes)", argsOf(intItem(-5)), "4294967291 (4 bytes)"},
		{"%lld", argsOf(longItem(-1 << 63)), "-9223372036854775808"},
		{"%llu", argsOf(longItem(-1)), "18446744073709551615"},
		{"%qd %qu", argsOf(longItem(-9), longItem(9)), "-9 9"},
		{"%jd %ju", argsOf(longItem(-9), longItem(9)), "-9 9"},
		{"%zd %zu", argsOf(longItem(-9), longItem(9)), "-9 9"},
		{"%td %tu", argsOf(longItem(-9), longItem(9)), "-9 9"},
		{"%D %U %O", argsOf(longItem(-9), longItem(-9), longItem(8)), "-9 18446744073709551607 10"},
		{"%hd %hu %hx", argsOf(intItem(70000), intItem(70000), intItem(-1)), "4464 4464 ffff"},
		{"%hhd %hhu %hhx", argsOf(intItem(200), intItem(456), intItem(-1)), "-56 200 ff"},
		{"%lx of 32 bits", argsOf(pointers32, intItem(-1)), "ffffffff of 32 bits"},
		{"%ld of 32 bits", argsOf(pointers32, intItem(-1)), "-1 of 32 bits"},
		// flags, width, precision
		{"[%5d] [%-5d] [%05d]", argsOf(intItem(42), intItem(42), intItem(42)), "[   42] [42   ] [00042]"},
		{"[%5d] [%-5d] [%05d] below zero", argsOf(intItem(-42), intItem(-42), intItem(-42)), "[  -42] [-42  ] [-0042] below zero"},
		{"[%+d] [% d] [%+ d] [%-05d]", argsOf(intItem(42), intItem(42), intItem(42), intItem(42)), "[+42] [ 42] [+42] [42   ]"},
		{"[%+u] [% x]", argsOf(intItem(42), intItem(42)), "[42] [2a]"},
		{"[%#x] [%#X] [%#o] [%#d]", argsOf(intItem(42), intItem(42), intItem(42), intItem(42)), "[0x2a] [0X2A] [052] [42]"},
		{"[%#x] [%#o] of zero", argsOf(intItem(0), intItem(0)), "[0] [0] of zero"},
		{"[%#08x] [%#8x] [%-#8x]", argsOf(intItem(42), intItem(42), intItem(42)), "[0x00002a] [    0x2a] [0x2a    ]"},
		{"[%.5d] [%8.5d] [%08.5d] [%-8.5d]", argsOf(intItem(42), intItem(42), intItem(42), intItem(42)), "[00042] [   00042] [   00042] [00042   ]"},
		{"[%.5d] below zero", argsOf(intItem(-42)), "[-00042] below zero"},
		{"[%.0d] [%.0x] [%#.0o] of zero", argsOf(intItem(0), intItem(0), intItem(0)), "[] [] [0] of zero"},
		{"[%#.5o]", argsOf(intItem(8)), "[00010]"},
		{"%'d", argsOf(intItem(1234567)), "1234567"},
		{"%08X-%04x", argsOf(intItem(0x1a2b), intItem(0xc)), "00001A2B-000c"},
		// widths and precisions as items
		{"[%*d]", argsOf(scalarItem(0, 4, 6), intItem(42)), "[    42]"},
		{"[%*d] from a count", argsOf(scalarItem(0x10, 4, 6), intItem(42)), "[    42] from a count"},
		{"[%*d] to the left", argsOf(scalarItem(0, 4, 0xfffffffa), intItem(42)), "[42    ] to the left"},
		{"[%.*d]", argsOf(scalarItem(0x10, 4, 4), intItem(42)), "[0042]"},
		{"[%.*d] without precision", argsOf(scalarItem(0x10, 4, 0xffffffff), intItem(42)), "[42] without precision"},
		{"[%*.*d]", argsOf(scalarItem(0, 4, 8), scalarItem(0, 4, 5), intItem(42)), "[   00042]"},
		{"[%.0lld]", argsOf(scalarItem(0x10, 4, 0), longItem(42)), "[42]"},
		{"[%.3d] without an item", argsOf(intItem(42)), "[042] without an item"},
		{"[%*d] of a long", argsOf(scalarItem(0, 8, 6), intItem(42)), "[42] of a long"},
		{"[%*d] of a text", argsOf(publicText("six"), intItem(42)), "[42] of a text"},
	})
}

func TestComposeCharacters(t *testing.T) {
	checkCompose(t, []composeCase{
		{"[%c] [%3c] [%-3c]", argsOf(intItem('x'), intItem('x'), intItem('x')), "[x] [  x] [x  ]"},
		{"[%c] of a byte", argsOf(scalarItem(0, 1, 'x')), "[x] of a byte"},
		{"[%C] [%lc]", argsOf(intItem('é'), intItem('→')), "[é] [→]"},
		{"[%C] no character", argsOf(intItem(-1)), "[\ufffd] no character"},
		{"%p", argsOf(longItem(0x1f2e3d)), "0x1f2e3d"},
		{"%p at null", argsOf(longItem(0)), "0x0 at null"},
		{"[%12p] [%-12p] [%012p]", argsOf(longItem(0x1f), longItem(0x1f), longItem(0x1f)), "[        0x1f] [0x1f        ] [0x000000001f]"},
		{"%p of 32 bits", argsOf(pointers32, intItem(-1)), "0xffffffff of 32 bits"},
		{"%m", argsOf(intItem(2)), "No such file or directory"},
		{"%m of none", argsOf(intItem(0)), "Undefined error: 0 of none"},
		{"%m of Darwin", argsOf(intItem(61)), "Connection refused of Darwin"},
		{"%m beyond", argsOf(intItem(159)), "Unknown error: 159 beyond"},
		{"%m below", argsOf(intItem(-1)), "Unknown error: -1 below"},
	})
}

func TestComposeTexts(t *testing.T) {
	stop := textItem(0x20, "Sync")
	checkCompose(t, []composeCase{
		{"%s", argsOf(publicText("Sync")), "Sync"},
		{"%s without NUL", argsOf(dataItem(0x22, "Sync", 0)), "Sync without NUL"},
		{"%s with a NUL inside", argsOf(dataItem(0x22, "Sy\x00nc\x00", 0)), "Sy with a NUL inside"},
		{"[%s] empty", argsOf(publicText("")), "[] empty"},
		{"%s of nobody", argsOf(stop), "Sync of nobody"},
		{"%s is null", argsOf(rangeItem(0x22, 0, 0)), "(null) is null"},
		{"%@ is null", argsOf(rangeItem(0x42, 0, 0)), "(null) is null"},
		{"[%8s] is null", argsOf(rangeItem(0x22, 0, 0)), "[  (null)] is null"},
		{"[%.3s] is null", argsOf(scalarItem(0x10, 4, 3), rangeItem(0x22, 0, 0)), "[(nu] is null"},
		{"[%.*s] is null", argsOf(scalarItem(0x10, 4, 3), rangeItem(0x22, 0, 0)), "[(null)] is null"},
		{"%s is cut", argsOf(dataItem(0x22, "Syn", 0x8000)), "Syn<…> is cut"},
		{"%@ is cut", argsOf(dataItem(0x42, "Syn", 0x8000)), "Syn<…> is cut"},
		{"%s is cut to nothing", argsOf(rangeItem(0x22, 0, 0x8000)), "<…> is cut to nothing"},
		{"[%8s] [%-8s] [%08s]", argsOf(publicText("Sync"), publicText("Sync"), publicText("Sync")), "[    Sync] [Sync    ] [0000Sync]"},
		{"[%*s]", argsOf(scalarItem(0, 4, 6), publicText("Sync")), "[  Sync]"},
		{"[%.*s]", argsOf(scalarItem(0x12, 4, 2), publicText("Sync")), "[Sy]"},
		{"[%.*s] longer", argsOf(scalarItem(0x10, 4, 9), publicText("Sync")), "[Sync] longer"},
		{"[%.*s] without precision", argsOf(scalarItem(0x10, 4, 0xffffffff), publicText("Sync")), "[Sync] without precision"},
		{"[%.*s] without item", argsOf(publicText("Sync")), "[" + missingText + "] without item"},
		{"[%.2s] was cut when stored", argsOf(scalarItem(0x12, 4, 2), dataItem(0x22, "Sy", 0)), "[Sy] was cut when stored"},
		{"[%8.2s]", argsOf(scalarItem(0x12, 4, 2), dataItem(0x22, "Sy", 0)), "[      Sy]"},
		{"%S %ls", argsOf(textItem(0x52, "wide"), textItem(0x50, "text")), "wide text"},
		{"%@ is any of them", argsOf(objectText("an object")), "an object is any of them"},
		{"%@ from a text", argsOf(publicText("Sync")), "Sync from a text"},
		{"%@ from itself", argsOf(textItem(0x82, "Sync")), "Sync from itself"},
		{"%@ from data", argsOf(dataItem(0x32, "\x01\xab", 0)), "'01 ab' from data"},
		{"[%6@] [%-6@]", argsOf(objectText("obj"), objectText("obj")), "[   obj] [obj   ]"},
		{"[%.2@]", argsOf(objectText("obj")), "[obj]"},
		{"%.2P", argsOf(scalarItem(0x10, 4, 2), dataItem(0x32, "\x01\xab", 0)), "'01 ab'"},
		{"%.*P", argsOf(scalarItem(0x10, 4, 2), dataItem(0x32, "\x01\xab", 0)), "'01 ab'"},
		{"%.*P is cut", argsOf(scalarItem(0x10, 4, 9), dataItem(0x32, "\x01\xab", 0x8000)), "'01 ab…' is cut"},
		{"%.*P is empty", argsOf(scalarItem(0x10, 4, 0), rangeItem(0x32, 0, 0)), "'' is empty"},
		{"%s %@ %d", argsOf(publicText("one"), objectText("two"), intItem(3)), "one two 3"},
		{"%{public}s %{private}@ %{sensitive}d", argsOf(publicText("one"), objectText("two"), intItem(3)), "one two 3"},
		{"%s is as long as can be", argsOf(rangeItem(0x22, 0, 0x8000), func(l *argList) { l.args.Values = []byte(strings.Repeat("a", 0x8000)) }),
			strings.Repeat("a", 0x8000) + " is as long as can be"},
	})
}

func TestComposePrivacy(t *testing.T) {
	checkCompose(t, []composeCase{
		{"%s", argsOf(rangeItem(0x21, 0, 0)), "<private>"},
		{"%@ of a size", argsOf(rangeItem(0x41, 12, 9)), "<private> of a size"},
		{"%@ is sensitive", argsOf(rangeItem(0x45, 0, 0)), "<private> is sensitive"},
		{"%.*P", argsOf(scalarItem(0x12, 4, 4), rangeItem(0x31, 0, 4)), "<private>"},
		{"%d", argsOf(rangeItem(0x01, 0, 4)), "<private>"},
		{"%{private}d %{private}s %d", argsOf(rangeItem(0x01, 0, 4), rangeItem(0x25, 0, 0), intItem(3)), "<private> <private> 3"},
		{"%s was kept", argsOf(textItem(0x21, "Rowan")), "Rowan was kept"},
		{"%@ was kept far in the page", argsOf(privateBase(0xe00), textItem(0x41, "Rowan")), "Rowan was kept far in the page"},
		{"%s is cut", argsOf(dataItem(0x21, "Row", 0x8000)), "Row<…> is cut"},
		{"%d was kept", argsOf(dataItem(0x01, "\x07\x00\x00\x00", 0)), "7 was kept"},
		{"%d was cut", argsOf(dataItem(0x01, "\x07\x00\x00\x00", 0x8000)), missingText + " was cut"},
		{"%s of %s", argsOf(textItem(0x21, "Rowan"), rangeItem(0x21, 0, 0)), "Rowan of (null)"},
		{"%s of a sensitive %s", argsOf(textItem(0x21, "Rowan"), rangeItem(0x25, 0, 0)), "Rowan of a sensitive <private>"},
		{"%s of a sensitive %d", argsOf(textItem(0x21, "Rowan"), rangeItem(0x05, 0, 0x8000)), "Rowan of a sensitive <private>"},
		{"%s of a null %@", argsOf(textItem(0x21, "Rowan"), rangeItem(0x41, 0, 0)), "Rowan of a null (null)"},
		{"%s before the range", argsOf(privateBase(0xe00), textItem(0x21, "Rowan"), rangeItem(0x21, 1, 2)), "Rowan before the range"},
		{"%s %s before the range", argsOf(privateBase(0xe00), textItem(0x21, "Rowan"), rangeItem(0x21, 1, 2)), "Rowan <decode: bad range for [%s] got [offs:1 len:2 within:0]> before the range"},
		{"%s is private and public", argsOf(textItem(0x23, "Rowan")), "<decode: mismatch for [%s] got [STRING public private sz:0]> is private and public"},
	})
}

func TestComposeFailures(t *testing.T) {
	checkCompose(t, []composeCase{
		{"%d", nil, missingText},
		{"%d and %s", argsOf(intItem(3)), "3 and " + missingText},
		{"%d of nothing", argsOf(rawItem(0)), missingText + " of nothing"},
		{"%u", argsOf(textItem(0x20, "8 letters")), "<decode: mismatch for [%u] got [STRING sz:10]>"},
		{"%{public}s", argsOf(intItem(3)), "<decode: mismatch for [%{public}s] got [SCALAR sz:4]>"},
		{"%s of public data", argsOf(dataItem(0x32, "ab", 0)), "<decode: mismatch for [%s] got [POINTER public sz:2]> of public data"},
		{"%s of an object", argsOf(objectText("ab")), "<decode: mismatch for [%s] got [OBJECT public sz:3]> of an object"},
		{"%s of a wide text", argsOf(textItem(0x50, "ab")), "<decode: mismatch for [%s] got [5 sz:3]> of a wide text"},
		{"%S of a text", argsOf(publicText("ab")), "<decode: mismatch for [%S] got [STRING public sz:3]> of a text"},
		{"%.1P of a text", argsOf(scalarItem(0x10, 4, 1), publicText("ab")), "<decode: mismatch for [%.1P] got [STRING public sz:3]> of a text"},
		{"%@ of a number", argsOf(intItem(3)), "<decode: mismatch for [%@] got [SCALAR sz:4]> of a number"},
		{"%d of a count", argsOf(scalarItem(0x10, 4, 3)), "<decode: mismatch for [%d] got [COUNT sz:0]> of a count"},
		{"%d of a long", argsOf(longItem(3)), "<decode: mismatch for [%d] got [SCALAR sz:8]> of a long"},
		{"%hd of a long", argsOf(longItem(3)), "<decode: mismatch for [%hd] got [SCALAR sz:8]> of a long"},
		{"%hhd of a long", argsOf(longItem(3)), "<decode: mismatch for [%hhd] got [SCALAR sz:8]> of a long"},
		{"%c of a long", argsOf(longItem(3)), "<decode: mismatch for [%c] got [SCALAR sz:8]> of a long"},
		{"%m of a long", argsOf(longItem(3)), "<decode: mismatch for [%m] got [SCALAR sz:8]> of a long"},
		{"%ld of 32 bits", argsOf(pointers32, longItem(3)), "<decode: mismatch for [%ld] got [SCALAR sz:8]> of 32 bits"},
		{"%lld of 3 bytes", argsOf(rawItem(0, 1, 2, 3)), "<decode: mismatch for [%lld] got [SCALAR sz:3]> of 3 bytes"},
		{"%lld of 16 bytes", argsOf(rawItem(2, make([]byte, 16)...)), "<decode: mismatch for [%lld] got [SCALAR public sz:16]> of 16 bytes"},
		{"%p of an int", argsOf(intItem(3)), "<decode: mismatch for [%p] got [SCALAR sz:4]> of an int"},
		{"%f of an int", argsOf(intItem(3)), "<decode: mismatch for [%f] got [SCALAR sz:4]> of an int"},
		{"%s without range", argsOf(rawItem(0x22, 1, 2)), "<decode: mismatch for [%s] got [STRING public sz:0]> without range"},
		{"%s outside", argsOf(rangeItem(0x22, 318, 1238)), "<decode: bad range for [%s] got [offs:318 len:1238 within:0]> outside"},
		{"%s over the end", argsOf(dataItem(0x22, "abc", 0), rangeItem(0x22, 2, 2)), "abc over the end"},
		{"%s %-8s over the end", argsOf(dataItem(0x22, "abc", 0), rangeItem(0x22, 2, 0x8002)), "abc <decode: bad range for [%-8s] got [offs:2 len:2 within:0]> over the end"},
		{"%s %s at the end", argsOf(dataItem(0x22, "abc", 0), rangeItem(0x22, 3, 0)), "abc (null) at the end"},
		// nothing follows what cannot be composed
		{"a %2$s b", argsOf(publicText("x")), "a <decode: can't compose [%2$s]>"},
		{"a %*1$d b %d", argsOf(intItem(3)), "a <decode: can't compose [%*1$d]>"},
		{"a %.*1$d b", argsOf(intItem(3)), "a <decode: can't compose [%.*1$d]>"},
		{"a %**d b", argsOf(intItem(3)), "a <decode: can't compose [%**d]>"},
		{"a %.3.4d b", argsOf(intItem(3)), "a <decode: can't compose [%.3.4d]>"},
		{"a %.*.*d b", argsOf(intItem(3)), "a <decode: can't compose [%.*.*d]>"},
		{"a %.3*d b", argsOf(intItem(3)), "a <decode: can't compose [%.3*d]>"},
		{"a %n b", argsOf(intItem(3)), "a <decode: can't compose [%n]>"},
		{"a %P b", argsOf(intItem(3)), "a <decode: can't compose [%P]>"},
		{"a %{public}P b", argsOf(intItem(3)), "a <decode: can't compose [%{public}P]>"},
		{"items are cut %d", &Args{Items: []byte{0, 4, 1, 2, 3}, Count: 1}, corruptText},
		{"items are counted wrongly %d", &Args{Items: []byte{0, 1, 7}, Count: 2}, corruptText},
		{"items are more %d", argsOf(intItem(3), intItem(4)), "items are more 3"},
	})
}

func TestComposeMasks(t *testing.T) {
	checkCompose(t, []composeCase{
		{"%{private, mask.hash}@", argsOf(dataItem(0xf2, "\x01\x02\xff", 0)), "<mask.hash: 'AQL/'>"},
		{"%{mask.hash}s", argsOf(dataItem(0xf2, "\x01\x02", 0x8000)), "<mask.hash: 'AQI=…'>"},
		{"%{public,mask.devhash}s", argsOf(dataItem(0xf2, "\x01", 0)), "<mask.devhash: 'AQ=='>"},
		{"%{mask.plainmd5}.*P", argsOf(scalarItem(0x10, 4, 1), dataItem(0xf2, "\x01", 0)), "<mask.plainmd5: 'AQ=='>"},
		{"%{mask.mailmbup}s", argsOf(dataItem(0xf2, "\x01", 0)), "<mask.mailmbup: 'AQ=='>"},
		{"%{mask.hash}@ of null", argsOf(rangeItem(0xf2, 0, 0)), "<mask.hash: (null)> of null"},
		{"%{mask.hash}@ hidden", argsOf(rangeItem(0xf1, 0, 0)), "<private> hidden"},
		{"%{mask.hash}@ kept", argsOf(dataItem(0xf1, "\x01", 0)), "<mask.hash: 'AQ=='> kept"},
		{"%{mask.hash}@ outside", argsOf(rangeItem(0xf2, 1, 2)), "<decode: bad range for [%{mask.hash}@] got [offs:1 len:2 within:0]> outside"},
		{"%@ without mask", argsOf(dataItem(0xf2, "\x01", 0)), "<decode: mismatch for [%@] got [15 public sz:1]> without mask"},
		{"%{mask.other}@", argsOf(dataItem(0xf2, "\x01", 0)), "<decode: mask other is unknown to old reader>"},
		{"%{mask.hash}@ old", argsOf(rawItem(0xe2, 0, 0, 0, 0)), "<decode: mask hash is unknown to old emitter> old"},
		{"%{mask.mailname}@ old", argsOf(rawItem(0xe0)), "<decode: mask mailname is unknown to old emitter> old"},
		{"%{mask.other}@ old", argsOf(rawItem(0xe2, 0, 0, 0, 0)), "<decode: mask other is unknown> old"},
		{"%@ old without mask", argsOf(rawItem(0xe2, 0, 0, 0, 0)), "<decode: mismatch for [%@] got [14 public sz:0]> old without mask"},
		{"%{mask.muchtoolong}@", argsOf(dataItem(0xf2, "\x01", 0)), "<decode: mismatch for [%{mask.muchtoolong}@] got [15 public sz:1]>"},
		{"%{private, mask.hash, network:in_addr}d", argsOf(dataItem(0xf2, "\x01", 0)), "<mask.hash: 'AQ=='>"},
		// parts of mail texts: {digest length, text length, first part, which part}
		{"%{mask.mailsubj}@", argsOf(dataItem(0xf2, "\x00\x05\x00\x00Hello", 0)), "Hello"},
		{"%{mask.mailsubj}@ begins", argsOf(dataItem(0xf2, "\x02\x2a\x00\x00\x01\x02Hel", 0)), "<Hel…, length=42, 'AQI='> begins"},
		{"%{mask.mailname}@ ends", argsOf(dataItem(0xf2, "\x02\x2a\x00\x01\x01\x02llo", 0)), "<…llo, length=42, 'AQI='> ends"},
		{"%{mask.mailname}@ ends cut", argsOf(dataItem(0xf2, "\x02\x2a\x00\x01\x01\x02llo", 0x8000)), "<…llo…, length=42, 'AQI='> ends cut"},
		{"%{mask.mailaddr}@ both", argsOf(dataItem(0xf2, "\x01\x2a\x02\x02\x01roex", 0)), "<ro…ex…, length=42, 'AQ=='> both"},
		{"%{mask.mailbox}@ digest", argsOf(dataItem(0xf2, "\x02\x2a\x00\x00\x01\x02", 0)), "<length=42, 'AQI='> digest"},
		{"%{mask.mailacco}@ digest cut", argsOf(dataItem(0xf2, "\x08\x2a\x00\x00\x01\x02", 0x8000)), "<length=42, 'AQI=…'> digest cut"},
		{"%{mask.mailsumm}@ null", argsOf(rangeItem(0xf2, 0, 0)), "<(null)> null"},
		{"%{mask.mailatta}@ cut", argsOf(dataItem(0xf2, "\x02\x2a", 0x8000)), "<…> cut"},
	})
}

// A message is at most as long as the reader's buffer, whatever widths it names.
func TestComposeIsBounded(t *testing.T) {
	huge := argsOf(intItem(1), intItem(2), intItem(3))
	for _, c := range []struct {
		name, format string
		args         *Args
	}{
		{"width", "x%999999999d", huge},
		{"left", "x%-999999999dy", huge},
		{"precision", "x%.999999999d", huge},
		{"overflowing width", "x%99999999999999999999999999d", huge},
		{"width item", "x%*d", argsOf(scalarItem(0, 4, 0x7fffffff), intItem(1))},
		{"negative width item", "x%*dy", argsOf(scalarItem(0, 4, 0x80000000), intItem(1))},
		{"float", "x%.999999999f", argsOf(longItem(1))},
		{"float with exponent", "x%.999999999e", argsOf(longItem(1))},
		{"alternate float", "x%#.999999999g", argsOf(longItem(1))},
		{"hexadecimal float", "x%.999999999a", argsOf(longItem(1))},
		{"many", "x" + strings.Repeat("%9999d", 50), huge},
		{"literals", "x" + strings.Repeat("→", 40000), nil},
		{"data", "x" + strings.Repeat("%@", 4), argsOf(dataItem(0x42, strings.Repeat("a", 30000), 0), rangeItem(0x42, 0, 30000), rangeItem(0x42, 0, 30000), rangeItem(0x42, 0, 30000))},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Compose([]byte("head"), []byte(c.format), c.args)
			if n := len(got) - len("head"); n > maxMessage || n < maxMessage-3 && !strings.Contains(c.name, "left") && c.format[1] != '%' || got[len("head")] != 'x' {
				t.Errorf("%d bytes appended, %.20q", n, got)
			}
		})
	}
}
