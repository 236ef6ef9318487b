package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// DownloadFileLost is an app's error about the temporary file of a download, which
// is deleted when didFinishDownloadingTo returns. Foundation gives the same error
// when the folder to put it into does not exist.
const DownloadFileLost EventKind = "download-file-lost"

// downloadFileRows holds Foundation's text of NSCocoaErrorDomain code 4, as apps and
// SDKs print it. Its quotes are typographic; the catalogue reads them straight. The
// name of the file stands right after a quote, where a literal cannot begin: the
// handler looks for it. Codes 513 and 516, a missing permission and an item of the
// same name, have other texts and are other faults.
var downloadFileRows = []*Row{
	{
		ID: "err.download_moved", From: fromAnyone, Kind: DownloadFileLost, Inside: true, Lines: true, Seen: "10-26",
		Format: "tmp\" couldn't be moved to \"%@\" because either the former doesn't exist, or the folder containing the latter doesn't exist.%@", Fields: "_ rest",
		Example: "move failed: Error Domain=NSCocoaErrorDomain Code=4 \"“CFNetworkDownload_a1B2c3.tmp” couldn’t be moved to “Attachments” because either the former doesn’t exist, or the folder containing the latter doesn’t exist.\" UserInfo={NSSourceFilePathErrorKey=/var/mobile/Library/Caches/com.apple.nsurlsessiond/Downloads/com.example.notes/CFNetworkDownload_a1B2c3.tmp}",
	},
}

// downloadFileLost keeps the error if it is about a download's file, unless the path
// in it is that of a session in the app's own process. No subject: the file has
// another name each time.
func (e *Engine) downloadFileLost(rec *parse.Record, ev *Event) {
	if daemonLine(rec, ev) || systemProcesses[rec.Process] || !strings.Contains(rec.Message, "CFNetworkDownload_") {
		return
	}
	rest := ev.Field("rest")
	if strings.Contains(rest, "/CFNetworkDownload_") && !strings.Contains(rest, "/com.apple.nsurlsessiond/") {
		return
	}
	e.urlClue(rec, ev, "")
}
