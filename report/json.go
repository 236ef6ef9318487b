package report

import (
	"bufio"
	"encoding/json"
	"io"
	"reflect"
	"strings"
)

// JSON writes the report as one indented object. It encodes one lifecycle at a time: the
// whole text of a long log takes more memory than its report.
func JSON(w io.Writer, r *Report) error {
	out := bufio.NewWriterSize(w, 64<<10)
	enc := &jsonWriter{out: out}
	v := reflect.ValueOf(r).Elem()
	open := "{\n  "
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "" {
			continue
		}
		out.WriteString(open + `"` + name + `": `)
		open = ",\n  "
		field := v.Field(i)
		if field.Kind() != reflect.Slice || field.Len() == 0 {
			enc.value(field, "  ")
			continue
		}
		bracket := "["
		for j := range field.Len() {
			out.WriteString(bracket + "\n    ")
			bracket = ","
			enc.value(field.Index(j), "    ")
		}
		out.WriteString("\n  ]")
	}
	out.WriteString("\n}\n")
	if enc.err != nil {
		return enc.err
	}
	return out.Flush()
}

// jsonWriter writes values of an object until one cannot be written.
type jsonWriter struct {
	out *bufio.Writer
	err error
}

// value writes a value whose lines after the first begin with a prefix.
func (w *jsonWriter) value(v reflect.Value, prefix string) {
	if w.err != nil {
		return
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	if w.err = enc.Encode(v.Interface()); w.err == nil {
		w.out.WriteString(strings.TrimSuffix(b.String(), "\n"))
	}
}
