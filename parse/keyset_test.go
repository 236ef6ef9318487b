package parse

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func keysOf(keys ...string) *KeySet {
	s := &KeySet{}
	for _, k := range keys {
		s.Add(k)
	}
	return s
}

// placesOf are all offsets that Next finds from from on.
func placesOf(s *KeySet, text string, from, limit int) (list []int) {
	for i := s.Next(text, from, limit); i >= 0; i = s.Next(text, i+1, limit) {
		list = append(list, i)
	}
	return list
}

func TestKeySetNext(t *testing.T) {
	keys := keysOf("task ended", "<RBS", "to", "tasks", "été_1")
	tests := []struct {
		text        string
		from, limit int
		want        []int
	}{
		{"task ended", 0, 100, []int{0}},
		{"a task, multitask, sub-task", 0, 100, []int{2, 23}},
		{"task_task 7task @task `task", 0, 100, []int{0, 17, 23}},
		{"x<RBS<RBS", 0, 100, []int{1, 5}},
		{"the task of a long message, and its task", 5, 100, []int{36}},
		{"the task of a long message, and its task", 4, 36, []int{4}},
		{"the task of a long message, and its task", 0, 37, []int{4, 36}},
		{"the task of a long message, and its tas", 5, 100, nil},
		{"eété_1 été_1", 0, 100, []int{9}},
		{"报错：task 任务task「task」étask", 0, 100, []int{9, 20, 27, 36}},
		{"报错：task", 9, 100, []int{9}},
		{"（task“task❌task⚠️task🔴task误task", 0, 100, []int{3, 10, 17, 27, 35, 42}},
		{"to", 0, 100, nil}, // too short to be one
		{"", 0, 100, nil},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, placesOf(keys, tt.text, tt.from, tt.limit)); d != "" {
			t.Errorf("%q from %d to %d: (-want +got)\n%s", tt.text, tt.from, tt.limit, d)
		}
	}
}

// TestKeySetNextIsComplete compares with looking at every place, in texts of all bytes.
func TestKeySetNextIsComplete(t *testing.T) {
	keys := keysOf("task", "<RBS", "_x=1", "(été", "7up7", "\x80abc")
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{"task", "<RBS", "_x=1", "(été", "7up7", "\x80abc", " ", "a", "Z", "@", "[", "^", "_", "`", "{", "\x7f", "\xff", "9", "（", "\U0001f534", ":", "/", "\n"}
	for range 3000 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		text := b.String()
		var want []int
		for i := 0; i+KeyMin <= len(text); i++ {
			if keys.May(text[i:]) && (i == 0 || !wordByte[text[i]] || !keyless[text[i-1]]) {
				want = append(want, i)
			}
		}
		if d := cmp.Diff(want, placesOf(keys, text, 0, len(text))); d != "" {
			t.Fatalf("%q: (-want +got)\n%s", text, d)
		}
	}
}

func TestKeySetJoin(t *testing.T) {
	s := keysOf("task")
	s.Join(keysOf("<RBS"))
	if d := cmp.Diff([]int{0, 5}, placesOf(s, "task <RBS wake", 0, 100)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
