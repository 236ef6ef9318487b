package lifecycle

import "testing"

func TestLastWord(t *testing.T) {
	for value, want := range map[string]string{
		"com.example.notes.refresh":                       "com.example.notes.refresh",
		"'com.example.notes.refresh'":                     "com.example.notes.refresh",
		"task with identifier\ncom.example.notes.refresh": "com.example.notes.refresh",
		"com.example.notes.refre sh'":                     "com.example.notes.refresh",
		"com.example.notes.refre\nsh":                     "com.example.notes.refresh",
		"refresh":                                         "refresh",
		"identifier refresh":                              "refresh",
		"":                                                "",
	} {
		if got := lastWord(value); got != want {
			t.Errorf("%q: got %q, want %q", value, got, want)
		}
	}
}
