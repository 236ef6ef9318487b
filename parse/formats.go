package parse

// Format tells about a format, for documentation.
type Format struct {
	Name  string   // as FormatNames has it
	About string   // what writes it
	Never []string // what it never tells
	Maybe []string // what only some of its exports tell
}

// Formats tells about all formats, in the order of FormatNames.
func Formats() []Format {
	var list []Format
	for _, name := range FormatNames() {
		det, err := forced(name, Options{})
		if err != nil {
			panic(err) // FormatNames and forced disagree
		}
		l := lacks[name]
		list = append(list, Format{Name: name, About: det.about(), Never: l.never.names(), Maybe: l.sometimes.names()})
	}
	return list
}

// names lists the fields in words.
func (f field) names() (list []string) {
	for i := range lackFields {
		if f&(1<<i) != 0 {
			list = append(list, fieldTexts[i].name)
		}
	}
	return list
}

// FieldMeaning is a piece of a record that formats may lack, and what its absence
// means.
type FieldMeaning struct{ Name, Means string }

// FieldMeanings tells about all fields whose absence matters.
func FieldMeanings() (list []FieldMeaning) {
	for _, f := range fieldTexts {
		list = append(list, FieldMeaning{f.name, f.means})
	}
	return list
}
