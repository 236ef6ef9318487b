package logarchive

import "testing"

// Messages of the daemons' shapes: mostly objects and texts, some numbers.
var benchmarks = []struct {
	name, format string
	args         *Args
}{
	{"literal", "Evaluating all pending activities", nil},
	{"objects", "%{public}@: resuming %{public}@ after %f s, attempt %d", argsOf(objectText("Task <0E1D>.<4>"), objectText("fetch-notes"), floatItem(12.25), intItem(3))},
	{"redacted", "%@ moved to <%@> by %{private}s", argsOf(rangeItem(0x41, 0, 0), rangeItem(0x41, 0, 0), rangeItem(0x21, 0, 0))},
	{"numbers", "%llu of %llu bytes, 0x%08x, %ld, %hhu", argsOf(longItem(81920), longItem(1<<20), intItem(0x2bad), longItem(-5), intItem(200))},
	{"tags", "%{public, uuid_t}.16P %{bool}d %{errno}d", argsOf(scalarItem(0x12, 4, 16), dataItem(0x32, "0123456789abcdef", 0), intItem(1), intItem(2))},
}

func BenchmarkCompose(b *testing.B) {
	for _, c := range benchmarks {
		b.Run(c.name, func(b *testing.B) {
			f := Parse([]byte(c.format))
			var dst []byte
			b.ReportAllocs()
			for b.Loop() {
				dst = f.Compose(dst[:0], c.args)
			}
			b.SetBytes(int64(len(dst)))
		})
	}
}

func BenchmarkComposeOnce(b *testing.B) {
	format := []byte(benchmarks[1].format)
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = Compose(dst[:0], format, benchmarks[1].args)
	}
}

func BenchmarkAppendValues(b *testing.B) {
	f := Parse([]byte(benchmarks[1].format))
	var dst []Value
	b.ReportAllocs()
	for b.Loop() {
		dst = f.AppendValues(dst[:0], benchmarks[1].args)
	}
}

// Composing takes no memory beyond the message's.
func TestComposeAllocatesNothing(t *testing.T) {
	dst := make([]byte, 0, 1<<10)
	values := make([]Value, 0, 16)
	for _, c := range benchmarks {
		f, format := Parse([]byte(c.format)), []byte(c.format)
		for what, run := range map[string]func(){
			"Format.Compose":      func() { f.Compose(dst, c.args) },
			"Compose":             func() { Compose(dst, format, c.args) },
			"Format.AppendValues": func() { f.AppendValues(values, c.args) },
		} {
			if n := testing.AllocsPerRun(20, run); n != 0 {
				t.Errorf("%s of %s: %v allocations", what, c.name, n)
			}
		}
	}
}
