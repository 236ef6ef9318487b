package lifecycle

import "testing"

// The reason of an exception is one that came, or a rule that somebody cites.
func TestCited(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          bool
	}{
		{"", "", false},
		{"> \"", "\".", false},
		{"「", "」。", false},
		{"*** Terminating app due to uncaught exception 'NSGenericException', reason: '", "'", false},
		{"reported as NSInternalInconsistencyException `", "`", false},
		{"SIGABRT: ", "", false},
		{"The first upload threw \"", "\"", false},
		{"点击之后应用崩溃，", "", false},
		{"直接触发 `", "` 断言并退出", false},
		{"控制台提示「", "」", false},
		{"Beim Start kommt der Absturz „", "“", false},
		{"We write a file first: \"", ".\"", true},
		{"Sorry, but ", ".\ntry upload(note)", true},
		{"a file is needed (", "), which is deleted when the task is done. It fails without one", true},
		{"kept from rethrowing (", ")", true},
		{"Register it before this method returns, otherwise iOS throws \"", "\"", true},
		{"This must be called before launch ends or the app crashes: \"", "\"", true},
		{"This must be called. In our app it was not, and it crashes or hangs: \"", "\"", false},
		{"Register first. If not, it raises an exception: '", "'", true},
		{"If it is called too late, iOS can throw:\n\n```text\nNSInternalInconsistencyException\n", "\n```", true},
		{"The docs say that it can fail. Here it throws:\n\n```text\nNSInternalInconsistencyException\n", "\n```", false},
		{"if I register later it throws \"", "\"", false},
	} {
		if got := cited(c.before, c.after); got != c.want {
			t.Errorf("%s…%s: %v, want %v", c.before, c.after, got, c.want)
		}
	}
}
