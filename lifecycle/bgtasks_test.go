package lifecycle

import (
	"testing"

	"github.com/bglog/bglog/parse"
)

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

// The words of a sentence around an identifier are no part of it.
func TestEventIdentifier(t *testing.T) {
	for text, want := range map[string]string{
		"it crashes with No launch handler registered for task with identifier com.example.notes.refresh. I registered it in init": "com.example.notes.refresh",
		"No launch handler registered for task with identifier com.example.notes.refre\nsh":                                        "com.example.notes.refresh",
		"No launch handler registered for task with identifier refresh":                                                            "refresh",
		"it dies of `No launch handler registered for task with identifier ...` again":                                             "",
		"it dies of `No launch handler registered for task with identifier ...` 로":                                                 "",
		"it dies of 'No launch handler registered for task with identifier …' on submit":                                           "",
		"it dies of 'No launch handler registered for task with identifier <ID>' and SIGABRT":                                      "",
		"# rejected with \"<id> is not advertised in the application's Info.plist\", and no task runs":                             "",
		"Simulating launch for task with identifier (null)":                                                                        "",
		"会崩溃「No launch handler registered for task with identifier com.example.notes.refresh」":                                     "com.example.notes.refresh",
		"No launch handler registered for task with identifier com.example.notes.refresh，然后退出":                                     "com.example.notes.refresh",
		"错误：com.example.notes.refresh is not advertised in the application's Info.plist":                                           "com.example.notes.refresh",
		"エラー：「com.example.notes.refresh」 is not advertised in the application's Info.plist":                                        "com.example.notes.refresh",
		"[com.example.notes.refresh is not advertised in the application's Info.plist]":                                            "com.example.notes.refresh",
		"the identifier com.example.notes.refresh is not advertised in the application's Info.plist":                               "com.example.notes.refresh",
	} {
		rec := parse.Record{PID: parse.NoPID, Message: text}
		if Annotate(&rec); rec.Note == nil {
			t.Errorf("%q is not known", text)
		} else if got := rec.Note.(*Event).identifier(); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// A code stands close behind its domain; other numbers are none.
func TestSpelledCode(t *testing.T) {
	for text, want := range map[string]string{
		" code=1": "1", " error1": "1", "-Fehler 3.)": "3", `", code: 2, userInfo: nil)`: "2", ": 4": "4", " code=1 UserInfo={}": "1", "错误1。）": "1", " erreur 1.)": "1", "エラー3)": "3",
		"": "", ".": "", " since iOS 13": "", " of iOS 13": "", " was added with version 1": "", " error": "", " error 3.1": "", " error 3rd": "", "1": "", " has 3 codes": "", ": 3 of them": "", " codes 1 and 2": "", ": 1=Unavailable, 2=Full": "", " Fehler 3) und": "", "エラー3個": "",
	} {
		if got := spelledCode(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestFlutterCode(t *testing.T) {
	for message, want := range map[string]string{
		"PlatformException(1, BGTaskSchedulerErrorDomain, null, null)":                      "1",
		"Unhandled Exception: PlatformException(3, BGTaskSchedulerErrorDomain, null, null)": "3",
		"PlatformException(one, BGTaskSchedulerErrorDomain, null, null)":                    "",
		"PlatformException(1, NSCocoaErrorDomain, null, null)":                              "",
		"1, BGTaskSchedulerErrorDomain, null":                                               "",
	} {
		if got := flutterCode(message); got != want {
			t.Errorf("%s: code %q, expected %q", message, got, want)
		}
	}
}
