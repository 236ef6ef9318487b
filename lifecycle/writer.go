package lifecycle

import (
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

// Writer names who writes a message, by everything that exports tell of it.
type Writer struct {
	Processes  []string // nil: any process
	Images     []string // libraries that log it in any process
	Subsystems []string
	// Noisy is true when the process writes far more than bglog knows: its
	// records are searched for the rows' literals instead of being read all.
	Noisy bool
	// Alone is true when what a noisy process's libraries log is not meant.
	Alone bool
	// Quoted names noisy processes that also write the message, whoever it is of.
	Quoted []string
	// Heads is true when messages may begin with a session's and a task's UUID.
	Heads bool
}

// The senders of the catalogue. Images are the libraries as exports print them
// after the process.
var (
	fromUIKit = Writer{
		Images:     []string{"UIKitCore", "UIKit"},
		Subsystems: []string{"com.apple.UIKit"},
	}
	fromRunningBoard = Writer{
		Processes:  []string{"runningboardd"},
		Subsystems: []string{"com.apple.runningboard"},
	}
	// libraries of RunningBoard in its clients
	fromRBClient = Writer{
		Images:     []string{"RunningBoardServices", "RunningBoard"},
		Subsystems: []string{"com.apple.runningboard"},
	}
	fromSpringBoard = Writer{Processes: []string{"SpringBoard"}, Subsystems: []string{"com.apple.FrontBoard", "com.apple.SpringBoard"}}
	fromLegacy      = Writer{Processes: []string{"assertiond", "backboardd", "SpringBoard"}, Noisy: true}
	fromKernel      = Writer{Processes: []string{"kernel"}, Noisy: true, Alone: true}
	fromLaunchd     = Writer{Processes: []string{"launchd", "launchd_sim", "com.apple.launchd"}, Noisy: true}
	fromDasd        = Writer{Processes: []string{"dasd"}, Subsystems: []string{"com.apple.duetactivityscheduler"}}
	// dasd's clients; system daemons write several lines for every XPC activity
	fromDASClient   = Writer{Images: []string{"DuetActivityScheduler"}, Subsystems: []string{"com.apple.duetactivityscheduler"}, Noisy: true}
	fromURLSessiond = Writer{Processes: []string{"nsurlsessiond"}, Subsystems: []string{"com.apple.nsurlsessiond"}, Heads: true}
	// CFNetwork in any process: it writes several lines for every request
	fromCFNetwork = Writer{Images: []string{"CFNetwork"}, Subsystems: []string{"com.apple.CFNetwork"}, Noisy: true, Heads: true}
	// libnetwork in the daemon; every process has it, and writes several lines for
	// each connection
	fromNetwork     = Writer{Processes: []string{"nsurlsessiond"}}
	fromPowerd      = Writer{Processes: []string{"powerd"}, Noisy: true}
	fromReportCrash = Writer{Processes: []string{"ReportCrash", "osanalyticshelper"}}
	// who writes JetsamEvent files
	fromMemoryReports = Writer{Processes: []string{"ReportSystemMemory", "ReportMemoryException", "osanalyticshelper"}}
	fromSettings      = Writer{Processes: []string{"Preferences"}, Noisy: true}
	fromTCC           = Writer{Processes: []string{"tccd"}, Noisy: true}
	fromCallServices  = Writer{Processes: []string{"callservicesd"}, Noisy: true}
	fromSymptomsd     = Writer{Processes: []string{"symptomsd"}, Noisy: true}
	fromWifid         = Writer{Processes: []string{"wifid"}, Noisy: true}
	fromLocationd     = Writer{Processes: []string{"locationd"}, Noisy: true}
	fromAudio         = Writer{Processes: []string{"audiomxd", "mediaserverd"}, Noisy: true}
	fromHangTracer    = Writer{Images: []string{"HangTracer"}, Subsystems: []string{"com.apple.hangtracer"}}
	fromKillers       = Writer{Quoted: fromLegacy.Processes} // and whoever passes their line on
	fromTrace         = Writer{Images: []string{"libsystem_trace.dylib"}}
	fromSwift         = Writer{Images: []string{swiftRuntime}}
	fromAnyone        = Writer{} // NSLog, SDKs, the debugger: no sender to go by
)

// runtimes are the libraries that write for the app's own code: NSLog is Foundation's, the last
// words on an exception are CoreFoundation's (a posted log of RoboVM's: dkimitsa.github.io,
// "Investigating silent crash of Release build"), those on a fatal error Swift's.
var runtimes = []string{"Foundation", "CoreFoundation", swiftRuntime}

const swiftRuntime = "libswiftCore.dylib"

// fits reports whether the record may come from the sender: what the export
// tells must not contradict it.
func (w *Writer) fits(rec *parse.Record) bool {
	if len(w.Processes) > 0 && rec.Process != "" {
		return slices.Contains(w.Processes, rec.Process)
	}
	if len(w.Subsystems) > 0 && rec.Subsystem != "" {
		return containsFold(w.Subsystems, rec.Subsystem)
	}
	if len(w.Images) > 0 && rec.Image != "" && rec.Subsystem == "" {
		// NSLog lines of a framework may be attributed to Foundation
		return slices.Contains(w.Images, rec.Image) || rec.Image == "Foundation" || rec.Image == "CoreFoundation"
	}
	return true
}

// names reports whether what the export tells proves the sender.
func (w *Writer) names(rec *parse.Record) bool {
	return slices.Contains(w.Processes, rec.Process) || containsFold(w.Subsystems, rec.Subsystem) || slices.Contains(w.Images, rec.Image)
}

func containsFold(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}
