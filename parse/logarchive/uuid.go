package logarchive

import (
	"encoding/hex"
	"strings"
)

// UUID identifies a boot, a binary or a shared cache. The zero UUID means unknown.
type UUID [16]byte

// String returns the UUID in upper case with dashes, as Apple prints it.
func (u UUID) String() string { return string(u.Append(nil)) }

// Append appends what String returns.
func (u UUID) Append(b []byte) []byte {
	const digits = "0123456789ABCDEF"
	var text [36]byte
	at := 0
	for i, c := range u {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			text[at] = '-'
			at++
		}
		text[at], text[at+1] = digits[c>>4], digits[c&15]
		at += 2
	}
	return append(b, text[:]...)
}

// parseUUID reads 32 hexadecimal digits, with dashes or without.
func parseUUID(s string) (u UUID, ok bool) {
	b, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
	if err != nil || len(b) != len(u) {
		return UUID{}, false
	}
	return UUID(b), true
}
