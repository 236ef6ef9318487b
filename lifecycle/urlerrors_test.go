package lifecycle

import "testing"

func TestFailingURL(t *testing.T) {
	for text, want := range map[string]string{
		"UserInfo={NSErrorFailingURLStringKey=https://upload.example.com/notes, NSErrorFailingURLKey=https://upload.example.com/notes}": "https://upload.example.com/notes",
		"UserInfo={NSErrorFailingURLKey=https://upload.example.com/notes?token=1, NSLocalizedDescription=cancelled}":                    "https://upload.example.com/notes",
		"UserInfo={NSErrorFailingURLStringKey=https://…, NSErrorFailingURLKey=https://upload.example.com/notes}":                        "https://upload.example.com/notes",
		"UserInfo={NSErrorFailingURLStringKey={{server}}/notes, NSErrorFailingURLKey=http://......}":                                    "",
		"UserInfo={NSLocalizedDescription=cancelled}":                                                                                   "",
	} {
		if got := failingURL(text); got != want {
			t.Errorf("%s: URL %q, expected %q", text, got, want)
		}
	}
}
