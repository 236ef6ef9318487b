package parse

import "strings"

// decodeVis reverses the vis(3) encoding in which syslog_relay and syslogd write
// bytes outside ASCII and backslashes:
//
//	\M-x  x with the high bit            \ddd  an octal byte
//	\M^X  control X with the high bit    \\    a backslash
//
// Anything else stays as it is, also control characters in octal: text that was
// never encoded survives, and no escape sequence of a terminal comes to life.
// (go-ios, ios/syslog/vis.go, decodes the same set.) The result is valid UTF-8.
func decodeVis(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	for i := 0; i < len(s); {
		c, n := visEscape(s[i:])
		out.WriteByte(c)
		i += n
	}
	return strings.ToValidUTF8(out.String(), "\uFFFD")
}

// visEscape decodes the escape or plain byte that s begins with and returns the
// number of bytes that it takes.
func visEscape(s string) (c byte, n int) {
	if s[0] != '\\' {
		return s[0], 1
	}
	if len(s) > 1 && s[1] == '\\' {
		return '\\', 2
	}
	if len(s) < 4 {
		return s[0], 1
	}
	x := s[3]
	switch {
	case s[1] == 'M' && s[2] == '-' && x > ' ' && x < 0x7f:
		return x | 0x80, 4
	case s[1] == 'M' && s[2] == '^' && (x >= '@' && x <= '_' || x == '?'):
		return x ^ 0x40 | 0x80, 4
	case octal(s[1]) && octal(s[2]) && octal(x):
		v := int(s[1]-'0')<<6 | int(s[2]-'0')<<3 | int(x-'0')
		if v >= ' ' && v <= 0xff && v != 0x7f {
			return byte(v), 4
		}
	}
	return s[0], 1
}

func octal(c byte) bool { return c >= '0' && c <= '7' }
