package parse

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func testSlot(key []byte) slot {
	switch string(key) {
	case "p":
		return slotPID
	case "m":
		return slotMessage
	case "s":
		return slotSubsystem
	case "in":
		return slotInside
	}
	return slotNone
}

func TestCollect(t *testing.T) {
	for _, test := range []struct {
		name, in string
		end      walkEnd
		want     map[slot]string
	}{
		{"plain", `{"p":12,"m":"text","s":""}`, walkClosed, map[slot]string{slotPID: "12", slotMessage: "text", slotSubsystem: ""}},
		{"blanks and newlines", "{\n  \"p\" : 12 ,\n  \"m\" :\t\"text\"\n}", walkClosed, map[slot]string{slotPID: "12", slotMessage: "text"}},
		{"null is unknown", `{"p":null,"m":"x"}`, walkClosed, map[slot]string{slotMessage: "x"}},
		{"key inside a text", `{"x":"\"m\":\"no\",","m":"yes"}`, walkClosed, map[slot]string{slotMessage: "yes"}},
		{"backslash before the closing quote", `{"x":"C:\\","m":"yes"}`, walkClosed, map[slot]string{slotMessage: "yes"}},
		{"quote after a backslash", `{"x":"\\\",\"m\":\"no","m":"yes"}`, walkClosed, map[slot]string{slotMessage: "yes"}},
		{"nested values are stepped over", `{"x":{"m":"no","y":[{"m":"]}"},[]]},"m":"yes"}`, walkClosed, map[slot]string{slotMessage: "yes"}},
		{"keys of an inner object count", `{"in":{"s":"sub","x":{}},"m":"yes"}`, walkClosed, map[slot]string{slotSubsystem: "sub", slotMessage: "yes"}},
		{"inner object that is null", `{"in":null,"m":"yes"}`, walkClosed, map[slot]string{slotMessage: "yes"}},
		{"inner list", `{"in":[{"s":"no"}],"m":"yes"}`, walkClosed, map[slot]string{slotMessage: "yes"}},
		{"first of two", `{"m":"yes","m":"no"}`, walkClosed, map[slot]string{slotMessage: "yes"}},
		{"array around it", `},{"m":"yes"`, walkOpen, map[slot]string{slotMessage: "yes"}},
		{"object without own keys before it", `{"count":1}{"m":"yes"}`, walkClosed, map[slot]string{slotMessage: "yes"}},
		{"only foreign keys", `{"count":1}`, walkClosed, nil},
		{"after the object", `{"m":"yes"}{"p":1}`, walkClosed, map[slot]string{slotMessage: "yes"}},
		{"cut in a key", `{"m":"yes","p`, walkBroken, map[slot]string{slotMessage: "yes"}},
		{"cut before the colon", `{"m":"yes","p"`, walkBroken, map[slot]string{slotMessage: "yes"}},
		{"cut after the colon", `{"m":"yes","p": `, walkBroken, map[slot]string{slotMessage: "yes"}},
		{"cut in a text", `{"p":1,"m":"ye`, walkBroken, map[slot]string{slotPID: "1"}},
		{"cut in an escape", `{"p":1,"m":"ye\`, walkBroken, map[slot]string{slotPID: "1"}},
		{"cut in a nested value", `{"p":1,"x":{"y":[`, walkBroken, map[slot]string{slotPID: "1"}},
		{"cut in a nested text", `{"p":1,"x":["`, walkBroken, map[slot]string{slotPID: "1"}},
		{"no value", `{"p":1,"x":,"m":"no"}`, walkBroken, map[slot]string{slotPID: "1"}},
		{"no quotes", `{"p":1,x:2}`, walkBroken, map[slot]string{slotPID: "1"}},
		{"no object", `[1,2]`, walkBroken, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var v fields
			raw := []byte(test.in)
			end := v.collect(raw, testSlot, 0)
			var got map[slot]string
			for s := slotNone; s < slotCount; s++ {
				if v.has(s) {
					if got == nil {
						got = map[slot]string{}
					}
					got[s] = string(v.of(raw, s))
				}
			}
			if end != test.end {
				t.Errorf("end = %d, want %d", end, test.end)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCollectStops(t *testing.T) {
	var v fields
	raw := []byte(`{"p":null,"m":"text","s":"not looked at`)
	if end := v.collect(raw, testSlot, slotSet(slotPID, slotMessage)); end != walkStopped {
		t.Errorf("end = %d, want %d", end, walkStopped)
	}
	if v.has(slotSubsystem) {
		t.Error("the walk went on")
	}
}

func TestUnescape(t *testing.T) {
	for in, want := range map[string]string{
		`plain`:                    "plain",
		``:                         "",
		`\/usr\/libexec\/dasd`:     "/usr/libexec/dasd",
		`a\n\t\r\b\f\"\\b`:         "a\n\t\r\b\f\"\\b",
		`\u00e9\u20AC`:             "é€",
		`\ud83d\ude80 up`:          "🚀 up",
		`\ud83d alone`:             "\uFFFD alone",
		`\ud83d\u0041`:             "\uFFFDA",
		`\ude80`:                   "\uFFFD",
		`\u12`:                     `\u12`,
		`\uzzzz`:                   `\uzzzz`,
		`\x`:                       `\x`,
		`end\`:                     `end\`,
		`\u003cNotice\u003e: text`: "<Notice>: text",
	} {
		if got := string(unescapeJSON(nil, []byte(in))); got != want {
			t.Errorf("unescapeJSON(%q) = %q, want %q", in, got, want)
		}
	}
}

// Whatever encoding/json writes comes back.
func TestUnescapeReversesMarshal(t *testing.T) {
	for _, text := range []string{"a/b \"c\" \\d\\", "\x00\x1f\x7f", "line\nline\u2028", "<&>", "𝄞é\uFFFD"} {
		b, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(unescapeJSON(nil, b[1:len(b)-1])); got != text {
			t.Errorf("unescapeJSON(%s) = %q, want %q", b, got, text)
		}
	}
}
