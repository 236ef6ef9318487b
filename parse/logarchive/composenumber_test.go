package logarchive

import (
	"math"
	"testing"
)

// float adds a floating-point number.
func float(v float64) func(*argList) { return scalar(0, 8, math.Float64bits(v)) }

func TestComposeFloats(t *testing.T) {
	checkCompose(t, []composeCase{
		{"%f", given(float(3.14159265)), "3.141593"},
		{"%lf %Lf", given(float(-1.5), float(1.5)), "-1.500000 1.500000"},
		{"%F", given(float(3.5)), "3.500000"},
		{"%.2f", given(float(2.675)), "2.67"},
		{"%.0f %#.0f", given(float(2.5), float(2.5)), "2 2."},
		{"%.*f", given(scalar(0, 4, 3), float(3.14159265)), "3.142"},
		{"%.*f without precision", given(scalar(0, 4, 0xffffffff), float(0.5)), "0.500000 without precision"},
		{"[%8.2f] [%-8.2f] [%08.2f] [%+.1f] [% .1f]", given(float(-3.14), float(-3.14), float(-3.14), float(3.14), float(3.14)), "[   -3.14] [-3.14   ] [-0003.14] [+3.1] [ 3.1]"},
		{"[%*.*f]", given(scalar(0, 4, 7), scalar(0, 4, 1), float(3.14)), "[    3.1]"},
		{"%e %E", given(float(12345.678), float(0.00012)), "1.234568e+04 1.200000E-04"},
		{"%.0e %#.0e", given(float(12345.678), float(12345.678)), "1e+04 1.e+04"},
		{"%e of many digits", given(float(1e-300)), "1.000000e-300 of many digits"},
		{"%g %g %g %g", given(float(100000), float(1000000), float(0.0001), float(0.00001)), "100000 1e+06 0.0001 1e-05"},
		{"%g %g %.3g %.0g", given(float(0), float(2.5), float(1234.5), float(1234.5)), "0 2.5 1.23e+03 1e+03"},
		{"%#g %#.3g %#g", given(float(2.5), float(1234.5), float(0)), "2.50000 1.23e+03 0.00000"},
		{"%.9g %.17g", given(float(5.88671875), float(0.1)), "5.88671875 0.10000000000000001"},
		{"%G", given(float(1e-10)), "1E-10"},
		{"%a %A %a", given(float(1.5), float(1.5), float(0)), "0x1.8p+0 0X1.8P+0 0x0p+0"},
		{"%.1a %#.0a %a", given(float(1.53125), float(1), float(-math.Ldexp(1, 200))), "0x1.8p+0 0x1.p+0 -0x1p+200"},
		{"[%010a]", given(float(1.5)), "[0x001.8p+0]"},
		{"%f %F %e %g %a", given(float(math.Inf(1)), float(math.Inf(-1)), float(math.NaN()), float(math.Inf(1)), float(math.NaN())), "inf -INF nan inf nan"},
		{"[%06f] [%-6f] [%+f]", given(float(math.Inf(1)), float(math.NaN()), float(math.Inf(1))), "[   inf] [nan   ] [+inf]"},
		{"%f", given(float(math.Copysign(0, -1))), "-0.000000"},
		{"%.3f of a private number", given(span(0x01, 0, 8)), "<private> of a private number"},
	})
}
