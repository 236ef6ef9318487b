package logshow

import (
	"encoding/json"
	"testing"
)

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"":                         `""`,
		"a/b \"c\" \\":             `"a\/b \"c\" \\"`,
		"\x00\x1b\x1f \b\t\n\f\r":  `"\u0000\u001b\u001f \b\t\n\f\r"`,
		"\x7f é \u2028 \U0001F5D2": "\"\x7f é \u2028 \U0001F5D2\"",
		"\xffa\xe2\x82":            "\"\uFFFDa\uFFFD\uFFFD\"",
	} {
		if got := string(quote(nil, in)); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func FuzzQuote(f *testing.F) {
	f.Add("a/b \"c\" \\ \x00\x1b\n\u2028\xff\xe2\x82")
	f.Fuzz(func(t *testing.T, in string) {
		b := quote([]byte("x"), []byte(in))
		var got string
		if err := json.Unmarshal(b[1:], &got); err != nil || got != string([]rune(in)) {
			t.Errorf("%q: %s, %v", in, b, err)
		}
	})
}
