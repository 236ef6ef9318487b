package logarchive

import (
	"encoding/hex"
	"strings"
)

// UUID identifies a boot, a binary or a shared cache. The zero UUID means unknown.
type UUID [16]byte

// String returns the UUID in upper case with dashes, as Apple prints it.
func (u UUID) String() string {
	digits := u.hex()
	return digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:]
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
