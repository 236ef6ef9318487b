package archivetest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// File is a member of an archive.
type File struct {
	Path string
	Data []byte
}

// Archive holds the members in Apple's order: the files of messages before what is
// needed to read them, Info.plist last.
type Archive struct {
	Traces   []File // logdata.LiveData.tracev3, Persist/…, Special/…
	Extra    []File
	Timesync []byte
	Images   map[UUID]Strings
	Caches   map[UUID]Cache
	Info     []byte // Info.plist; nil: none
}

// Files lists the members.
func (a *Archive) Files() []File {
	files := append(append([]File{}, a.Traces...), a.Extra...)
	if a.Timesync != nil {
		files = append(files, File{"timesync/0000000000000001.timesync", a.Timesync})
	}
	for _, id := range sortedIDs(a.Images) {
		digits := hexOf(id)
		files = append(files, File{digits[:2] + "/" + digits[2:], a.Images[id].Bytes()})
	}
	for _, id := range sortedIDs(a.Caches) {
		files = append(files, File{"dsc/" + hexOf(id), a.Caches[id].Bytes()})
	}
	if a.Info != nil {
		files = append(files, File{"Info.plist", a.Info})
	}
	return files
}

// Memory returns the members by path.
func (a *Archive) Memory() map[string][]byte {
	m := map[string][]byte{}
	for _, f := range a.Files() {
		m[f.Path] = f.Data
	}
	return m
}

// WriteFolder writes the members below a folder.
func (a *Archive) WriteFolder(root string) error {
	for _, f := range a.Files() {
		name := filepath.Join(root, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// WriteTarGz writes a sysdiagnose of the given name that holds only the archive.
func (a *Archive) WriteTarGz(w io.Writer, name string) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed) // as sysdiagnosed does
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, f := range a.Files() {
		h := &tar.Header{Name: name + "/system_logs.logarchive/" + f.Path, Mode: 0o644, Size: int64(len(f.Data)), Format: tar.FormatPAX}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(f.Data); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

// TimeRef is a moment of Info.plist.
type TimeRef struct {
	Boot  UUID
	Ticks uint64
}

// Info writes an Info.plist as XML; predicate, when not empty, is what the archive was
// collected with.
func Info(version int, end TimeRef, oldest map[string]TimeRef, predicate string) []byte {
	var b strings.Builder
	ref := func(key string, t TimeRef) {
		fmt.Fprintf(&b, "<key>%s</key><dict><key>ContinuousTime</key><integer>%d</integer><key>UUID</key><string>%s</string></dict>\n", key, t.Ticks, hexOf(t.Boot))
	}
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>\n<key>OSArchiveVersion</key><integer>%d</integer>\n", version)
	if predicate != "" {
		fmt.Fprintf(&b, "<key>CollectedWithPredicate</key><string>%s</string>\n", predicate)
	}
	ref("EndTimeRef", end)
	for _, class := range []string{"HighVolume", "Live", "Persist", "Signpost", "Special"} {
		if t, ok := oldest[class]; ok {
			fmt.Fprintf(&b, "<key>%sMetadata</key><dict>\n", class)
			ref("OldestTimeRef", t)
			b.WriteString("</dict>\n")
		}
	}
	b.WriteString("</dict></plist>\n")
	return []byte(b.String())
}

func hexOf(id UUID) string { return strings.ToUpper(hex.EncodeToString(id[:])) }

func sortedIDs[V any](m map[UUID]V) []UUID {
	return slices.SortedFunc(maps.Keys(m), func(a, b UUID) int { return bytes.Compare(a[:], b[:]) })
}
