package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// DownloadFileLost is an app's error about the temporary file of a download, which
// is deleted when didFinishDownloadingTo returns. Foundation gives the same error
// when the folder to put it into does not exist. The other one is that the app may
// not move the file: the daemon has left it outside the app's container.
const DownloadFileLost EventKind = "download-file-lost"

// downloadFileRows holds Foundation's texts of NSCocoaErrorDomain codes 4, 260 and 513, as
// apps and SDKs print them, and the codes themselves, which are the same in every
// language. Their quotes are typographic; the catalogue reads them straight. The
// name of the file stands right after a quote, where a literal cannot begin: the
// handler looks for it. Code 516, an item of the same name, is another fault.
var downloadFileRows = []*Row{
	{
		ID: "err.download_moved", From: fromAnyone, Kind: DownloadFileLost, Inside: true, Lines: true, Seen: "10-26",
		Format: "tmp\" couldn't be moved to \"%@\" because either the former doesn't exist, or the folder containing the latter doesn't exist.%@", Fields: "_ rest",
		Example: "move failed: “CFNetworkDownload_a1B2c3.tmp” couldn’t be moved to “Attachments” because either the former doesn’t exist, or the folder containing the latter doesn’t exist.",
	},
	{
		// other languages, and descriptions that escape the quotes (dropbox-sdk-obj-c issue 180);
		// people leave out the first words, as of URLSession's errors
		ID: "err.download_moved_code", From: fromAnyone, Kind: DownloadFileLost, Inside: true, Lines: true, Seen: "10-12",
		Format: "NSCocoaErrorDomain Code=4 %@CFNetworkDownload_%@", Fields: "words rest",
		Example: "Error Domain=NSCocoaErrorDomain Code=4 \"„CFNetworkDownload_a1B2c3.tmp“ konnte nicht bewegt werden.\" UserInfo={NSSourceFilePathErrorKey=/var/mobile/Library/Caches/com.apple.nsurlsessiond/Downloads/com.example.notes/CFNetworkDownload_a1B2c3.tmp, NSUserStringVariant=(\n    Move\n)}",
	},
	{
		// background_downloader issue 351, react-native-background-downloader issue 87
		ID: "err.download_refused", From: fromAnyone, Kind: DownloadFileLost, Inside: true, Lines: true, Seen: "14-17",
		Format: "tmp\" couldn't be moved because you don't have permission to access \"%@\".%@", Fields: "_ rest",
		Example: "download failed: “CFNetworkDownload_a1B2c3.tmp” couldn’t be moved because you don’t have permission to access “Documents”.",
	},
	{
		// a copy, or code 260, of a reader that comes too late (flutter_downloader issue 23)
		ID: "err.download_gone", From: fromAnyone, Kind: DownloadFileLost, Inside: true, Seen: "12",
		Format: "CFNetworkDownload_%@tmp\" doesn't exist", Fields: "_",
		Example: "unable to copy: The file “CFNetworkDownload_a1B2c3.tmp” doesn’t exist.",
	},
	{
		ID: "err.download_unread", From: fromAnyone, Kind: DownloadFileLost, Inside: true, Seen: "10-13",
		Format: "CFNetworkDownload_%@tmp\" couldn't be opened because there is no such file", Fields: "_",
		Example: "import failed: The file “CFNetworkDownload_a1B2c3.tmp” couldn’t be opened because there is no such file.",
	},
	{
		// dropbox-sdk-obj-c issues 125 and 258
		ID: "err.download_refused_code", From: fromAnyone, Kind: DownloadFileLost, Inside: true, Lines: true, Seen: "10-13",
		Format: "NSCocoaErrorDomain Code=513%@", Fields: "rest",
		Example: "Error Domain=NSCocoaErrorDomain Code=513 \"„CFNetworkDownload_a1B2c3.tmp“ konnte nicht bewegt werden.\" UserInfo={NSSourceFilePathErrorKey=/var/mobile/Library/Caches/com.apple.nsurlsessiond/Downloads/com.example.notes/CFNetworkDownload_a1B2c3.tmp}",
	},
}

// refusedMoves are the rows of files that the app may not move.
var refusedMoves = map[string]bool{"err.download_refused": true, "err.download_refused_code": true}

// moved reports whether an error with code 4 is that of a move, or of a copy out of the
// daemon's folder (FKDownloader issue 23): files that are removed have it too.
// NSUserStringVariant names the verb in any language.
func moved(text string) bool {
	_, variant, _ := strings.Cut(text, "NSUserStringVariant=")
	variant = strings.TrimLeft(strings.ReplaceAll(variant, `\n`, " "), " \t\n([\"\\")
	return strings.HasPrefix(variant, "Move") || strings.Contains(text, "be moved to") ||
		strings.HasPrefix(variant, "Copy") && strings.Contains(text, "/com.apple.nsurlsessiond/")
}

// downloadFileLost keeps the error if it is about a download's file, unless the path
// in it is that of a session in the app's own process. No subject: the file has
// another name each time.
func (e *Engine) downloadFileLost(rec *parse.Record, ev *Event) {
	if daemonLine(rec, ev) || systemProcesses[rec.Process] || !strings.Contains(rec.Message, "CFNetworkDownload_") {
		return
	}
	text := ev.Field("rest")
	switch {
	case text == "", refusedMoves[ev.Row.ID]:
		text = rec.Message // apps print the path before Foundation's words
	case ev.Row.ID == "err.download_moved_code":
		words := ev.Field("words")
		if text = words + "CFNetworkDownload_" + text; strings.Contains(words, "}") || !moved(text) { // the error is over before the name
			return
		}
	}
	if strings.Contains(text, "/CFNetworkDownload_") && !strings.Contains(text, "/com.apple.nsurlsessiond/") {
		return
	}
	c := e.urlClue(rec, ev, "")
	if refusedMoves[ev.Row.ID] {
		c.Fields["refused"] = "true"
	}
}
