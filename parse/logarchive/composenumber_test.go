package logarchive

import (
	"math"
	"testing"
)

// floatItem adds a floating-point number.
func floatItem(v float64) func(*argList) { return scalarItem(0, 8, math.Float64bits(v)) }

func TestComposeFloats(t *testing.T) {
	checkCompose(t, []composeCase{
		{"%f", argsOf(floatItem(3.14159265)), "3.141593"},
		{"%lf %Lf", argsOf(floatItem(-1.5), floatItem(1.5)), "-1.500000 1.500000"},
		{"%F", argsOf(floatItem(3.5)), "3.500000"},
		{"%.2f", argsOf(floatItem(2.675)), "2.67"},
		{"%.0f %#.0f", argsOf(floatItem(2.5), floatItem(2.5)), "2 2."},
		{"%.*f", argsOf(scalarItem(0, 4, 3), floatItem(3.14159265)), "3.142"},
		{"%.*f without precision", argsOf(scalarItem(0, 4, 0xffffffff), floatItem(0.5)), "0.500000 without precision"},
		{"[%8.2f] [%-8.2f] [%08.2f] [%+.1f] [% .1f]", argsOf(floatItem(-3.14), floatItem(-3.14), floatItem(-3.14), floatItem(3.14), floatItem(3.14)), "[   -3.14] [-3.14   ] [-0003.14] [+3.1] [ 3.1]"},
		{"[%*.*f]", argsOf(scalarItem(0, 4, 7), scalarItem(0, 4, 1), floatItem(3.14)), "[    3.1]"},
		{"%e %E", argsOf(floatItem(12345.678), floatItem(0.00012)), "1.234568e+04 1.200000E-04"},
		{"%.0e %#.0e", argsOf(floatItem(12345.678), floatItem(12345.678)), "1e+04 1.e+04"},
		{"%e of many digits", argsOf(floatItem(1e-300)), "1.000000e-300 of many digits"},
		{"%g %g %g %g", argsOf(floatItem(100000), floatItem(1000000), floatItem(0.0001), floatItem(0.00001)), "100000 1e+06 0.0001 1e-05"},
		{"%g %g %.3g %.0g", argsOf(floatItem(0), floatItem(2.5), floatItem(1234.5), floatItem(1234.5)), "0 2.5 1.23e+03 1e+03"},
		{"%#g %#.3g %#g", argsOf(floatItem(2.5), floatItem(1234.5), floatItem(0)), "2.50000 1.23e+03 0.00000"},
		{"%.9g %.17g", argsOf(floatItem(5.88671875), floatItem(0.1)), "5.88671875 0.10000000000000001"},
		{"%G", argsOf(floatItem(1e-10)), "1E-10"},
		{"%a %A %a", argsOf(floatItem(1.5), floatItem(1.5), floatItem(0)), "0x1.8p+0 0X1.8P+0 0x0p+0"},
		{"%.1a %#.0a %a", argsOf(floatItem(1.53125), floatItem(1), floatItem(-math.Ldexp(1, 200))), "0x1.8p+0 0x1.p+0 -0x1p+200"},
		{"[%010a]", argsOf(floatItem(1.5)), "[0x001.8p+0]"},
		{"%f %F %e %g %a", argsOf(floatItem(math.Inf(1)), floatItem(math.Inf(-1)), floatItem(math.NaN()), floatItem(math.Inf(1)), floatItem(math.NaN())), "inf -INF nan inf nan"},
		{"[%06f] [%-6f] [%+f]", argsOf(floatItem(math.Inf(1)), floatItem(math.NaN()), floatItem(math.Inf(1))), "[   inf] [nan   ] [+inf]"},
		{"%f", argsOf(floatItem(math.Copysign(0, -1))), "-0.000000"},
		{"%.3f of a private number", argsOf(rangeItem(0x01, 0, 8)), "<private> of a private number"},
	})
}
