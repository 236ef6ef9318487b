package parse

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bglog/bglog/parse/logarchive"
)

// NativeFormat is the unified log in Apple's form: a .logarchive folder, the one in a
// sysdiagnose, or .tracev3 files. It is no text, and its records have no lines: they
// are numbered in the order in which they are read.
const NativeFormat = "logarchive"

const nativeAbout = "logd, as it stores the unified log: a .logarchive, the one in a sysdiagnose, or .tracev3 files"

// nativeBatch is how many records are handed over at a time.
const nativeBatch = 256

// scanNative reads a log in Apple's form; cut tells that what it lies in was not read
// to its end.
func scanNative(ctx context.Context, members []logarchive.Members, cut bool, sum *Summary, opts Options, handle func([]Record) error) error {
	a, err := logarchive.Open(members...)
	if err != nil {
		return fmt.Errorf("%s: %w", sum.Name, err)
	}
	sum.Format, sum.Why = NativeFormat, nativeWhy(a)
	sum.Date, sum.Zone, sum.Complete = "in-log", "in-log", true
	var batch []Record
	records := newNativeRecords(opts.Annotate)
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		err := handle(batch)
		clear(batch)
		batch = batch[:0]
		return err
	}
	read := logarchive.Options{
		Workers: opts.Workers,
		Begin: func(notes []logarchive.Note) {
			if cut || slices.ContainsFunc(notes, lacking) {
				sum.Gaps = append(sum.Gaps, Gap{Why: GapArchive})
			}
		},
		Annotate: func(e *logarchive.Entry) { e.Note = records.of(e) },
		NoteOnly: true,
	}
	if opts.Interest != nil {
		read.Want = opts.Interest.Filter()
	}
	got, err := logarchive.Read(ctx, a, read, func(e *logarchive.Entry) error {
		rec := e.Note.(*Record)
		sum.Kept++
		rec.Line = sum.Kept
		sum.Levels[rec.Level]++
		sum.First, sum.Last = Earliest(sum.First, rec.Time), Latest(sum.Last, rec.Time)
		batch = append(batch, *rec)
		if len(batch) < nativeBatch {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if got != nil {
		sum.Records = max(got.Seen, sum.Kept)
		sum.Build, sum.Model = cmp.Or(got.Build, sum.Build), got.Model
		for _, boot := range got.Boots {
			sum.Boots = append(sum.Boots, boot.String())
		}
		sum.Notes = append(sum.Notes, nativeNotes(got.Notes)...)
		sum.Complete = got.Complete()
	}
	switch {
	case err != nil && ctx.Err() == nil:
		return fmt.Errorf("reading %s: %w", sum.Name, err)
	case err == nil && sum.Records == 0:
		sum.Format = ""
		return fmt.Errorf("%s: no message in it (%s): %w", sum.Name, strings.Join(sum.Notes, "; "), ErrNothing)
	}
	return err
}

// lacking reports whether an archive is without messages that it had: then nobody
// knows which, and when they were written.
func lacking(n logarchive.Note) bool {
	return n.Missing() || n.Kind == logarchive.NoteRefused || n.Kind == logarchive.NoteFiltered
}

// nativeNotes are the sentences of notes. An archive that was cut off can lack hundreds
// of files of texts: they are one sentence.
func nativeNotes(notes []logarchive.Note) (list []string) {
	files, messages, at := 0, 0, 0
	for _, n := range notes {
		if n.Kind != logarchive.NoteNoStrings {
			list = append(list, n.String())
			continue
		}
		if files == 0 {
			at = len(list)
			list = append(list, n.String())
		}
		files++
		messages += n.Count
	}
	if files > 1 {
		list[at] = fmt.Sprintf("the uuidtext files of %s are missing: %s no text", count(files, "image", "images"), count(messages, "message has", "messages have"))
	}
	return list
}

// Filter wants of a log in Apple's form the entries that the Interest wants.
func (in *Interest) Filter() logarchive.Filter { return nativeFilter{in} }

// nativeFilter asks an Interest.
type nativeFilter struct{ in *Interest }

// Process wants to look at what apps write: their own messages may hold what the
// system told them. Of Apple's processes that nothing is wanted of, only subsystems
// count.
func (f nativeFilter) Process(name []byte) bool {
	p := f.in.processes.find(name)
	return p.role&roleIgnored == 0 || p.role&(roleWanted|roleSearched) != 0
}

func (f nativeFilter) Subsystem(name []byte) bool {
	return f.in.subsystems.find(name).role&(roleWanted|roleSearched) != 0
}

func (f nativeFilter) Origin(process, image, subsystem []byte) (wanted, search bool) {
	return f.in.origin(process, image, subsystem)
}

func (f nativeFilter) Search(process, message []byte) bool { return f.in.search(process, message) }

func (f nativeFilter) Literals(process []byte) [][]byte {
	if own := f.in.processes.find(process).literals; len(own) > 0 {
		return own
	}
	return f.in.literals.all
}

// isTrace recognises a .tracev3 file by its header chunk (reference: logarchive,
// section 2.1).
func isTrace(sample []byte) bool {
	return bytes.HasPrefix(sample, []byte{0x00, 0x10, 0, 0, 0x11, 0, 0, 0})
}

// trace makes a log archive of a single .tracev3 file and the folders of its texts and
// times.
func (w *walker) trace(src source, folders []string) ([]logarchive.Members, error) {
	var sets []logarchive.Members
	for _, dir := range folders {
		sets = append(sets, logarchive.Folder(dir))
	}
	if w.root.file != "" && src.depth == 0 {
		return append(sets, logarchive.File(w.root.file)), nil
	}
	w.spool = &spool{name: w.root.Name}
	err := w.spool.add("logdata.tracev3", spoolMemory+1, src.r) // of unknown size: to the file
	return append(sets, w.spool), err
}

// isLogFolder recognises a log archive, or a folder with the files of one.
func isLogFolder(dir string) bool {
	if strings.HasSuffix(dir, logArchiveSuffix) {
		return true
	}
	for _, glob := range []string{"logdata.LiveData.tracev3", "Persist/*.tracev3", "Special/*.tracev3"} {
		if found, err := filepath.Glob(filepath.Join(globQuote(dir), filepath.FromSlash(glob))); err == nil && len(found) > 0 {
			return true
		}
	}
	return false
}

// logFolder are the members of a log archive that is a folder, and what lies beside
// it about it.
func logFolder(dir string) []logarchive.Members {
	sets := []logarchive.Members{logarchive.Folder(dir)}
	beside := filepath.Join(filepath.Dir(dir), logArchiveErrors)
	if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
		sets = append(sets, logarchive.File(beside))
	}
	return sets
}

// explainNative tells how a log in Apple's form would be read.
func explainNative(name string, sets []logarchive.Members) (string, error) {
	a, err := logarchive.Open(sets...)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", name, NativeFormat)
	for _, row := range [][2]string{
		{"written by", nativeAbout},
		{"why", nativeWhy(a)},
		{"lacks", "nothing; its records are numbered as they are read, for they have no lines"},
	} {
		paragraph(&b, fmt.Sprintf("  %-11s ", row[0]), row[1])
	}
	return b.String(), nil
}

func nativeWhy(a *logarchive.Archive) string {
	return count(len(a.Files()), "file", "files") + " of Apple's log store"
}
