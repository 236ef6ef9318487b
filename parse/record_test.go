package parse

import "testing"

func TestOwn(t *testing.T) {
	memory := []byte("Ending task 7 of com.example.notes")
	rec := Record{Message: view(memory), Brief: true}
	number, all, foreign := rec.Message[12:13], rec.Message, "elsewhere"
	moved := rec.Own()
	copy(memory, "overwritten by the next block of all")
	for _, c := range []struct{ name, part, want string }{
		{"part", number, "7"},
		{"all", all, "Ending task 7 of com.example.notes"},
		{"empty", all[:0], ""},
		{"foreign", foreign, "elsewhere"},
	} {
		if got := moved.Part(c.part); got != c.want {
			t.Errorf("%s: Part = %q, want %q", c.name, got, c.want)
		}
	}
	if rec.Message != "Ending task 7 of com.example.notes" || rec.Brief {
		t.Errorf("the record is %+v, want one with a message of its own", rec)
	}
	if again := rec.Own(); again.Part(rec.Message) != rec.Message {
		t.Error("a record that owns its message has lost it")
	}
}
