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
	for i, c := range u {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			b = append(b, '-')
		}
		b = append(b, digits[c>>4], digits[c&15])
	}
	return b
}

// hex returns the 32 digits in upper case, as files are named.
func (u UUID) hex() string { return strings.ToUpper(hex.EncodeToString(u[:])) }

// parseUUID reads 32 hexadecimal digits, with dashes or without.
func parseUUID(s string) (u UUID, ok bool) {
	b, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
	if err != nil || len(b) != len(u) {
		return UUID{}, false
	}
	return UUID(b), true
}
