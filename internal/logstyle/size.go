package logstyle

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// units of sizes, the largest first.
var units = []struct {
	name   string
	factor int64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}}

// ParseSize reads a number of bytes with an optional binary unit: 64MiB.
func ParseSize(text string) (int64, error) {
	number, factor := text, int64(1)
	for _, u := range units {
		if n, ok := strings.CutSuffix(text, u.name); ok {
			number, factor = n, u.factor
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/factor {
		return 0, fmt.Errorf("size %q: expected a number with KiB, MiB or GiB", text)
	}
	return n * factor, nil
}

// FormatSize writes a number of bytes for people, in the largest unit of which it
// is a whole number.
func FormatSize(n int64) string {
	for _, u := range units {
		if n >= u.factor && n%u.factor == 0 {
			return fmt.Sprintf("%d %s", n/u.factor, u.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}
