package logarchive

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Class is the store that logd keeps a message in, by how long it is to live.
type Class uint8

// The classes. Of messages told twice the one in the earlier class counts.
const (
	Persist    Class = iota // default and error messages, some days
	Special                 // faults, errors and what is to be kept for up to 30 days
	Signpost                // signposts
	HighVolume              // what is written too often for Persist
	Live                    // what was in memory when the archive was made
	Loose                   // a file of none of the folders
)

var classNames = [...]string{"Persist", "Special", "Signpost", "HighVolume", "Live", "Loose"}

func (c Class) String() string { return classNames[c] }

// Archive is a unified log whose files are known and not yet read.
type Archive struct {
	traces   []traceFile
	texts    *texts
	timesync []located
	info     []located // Info.plist; one, unless several archives were given
	errors   []located // oslog_archive_error.log
}

// traceFile is one .tracev3 file.
type traceFile struct {
	located
	class Class
}

// Open sorts the members of an archive by what they are. Several sets make one
// archive: a single .tracev3 file needs the uuidtext and timesync folders that lie
// elsewhere. AppleDouble files and whatever is not of a log are left out.
func Open(sets ...Members) (*Archive, error) {
	a := &Archive{texts: newTexts()}
	for _, set := range sets {
		names, err := set.Names()
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			a.add(located{n, set})
		}
	}
	slices.SortFunc(a.traces, func(x, y traceFile) int {
		return cmp.Or(cmp.Compare(x.class, y.class), cmp.Compare(x.name, y.name))
	})
	slices.SortFunc(a.timesync, func(x, y located) int { return cmp.Compare(x.name, y.name) })
	return a, nil
}

// Files lists the .tracev3 files in the order in which they count.
func (a *Archive) Files() []string {
	var names []string
	for _, f := range a.traces {
		names = append(names, f.name)
	}
	return names
}

// liveData is the file of what was in memory.
const liveData = "logdata.LiveData.tracev3"

func (a *Archive) add(l located) {
	dir, base := path.Split(l.name)
	parent := path.Base(dir)
	if strings.HasPrefix(base, "._") { // AppleDouble: what a copy to another file system leaves
		return
	}
	switch {
	case base == liveData:
		a.traces = append(a.traces, traceFile{l, Live})
	case path.Ext(base) == ".tracev3":
		class := Loose
		if i := slices.Index(classNames[:Live], parent); i >= 0 {
			class = Class(i)
		}
		a.traces = append(a.traces, traceFile{l, class})
	case path.Ext(base) == ".timesync":
		a.timesync = append(a.timesync, l)
	case base == "Info.plist" && (parent == "." || strings.HasSuffix(parent, ".logarchive")):
		a.info = append(a.info, l)
	case base == "oslog_archive_error.log":
		a.errors = append(a.errors, l)
	case parent == "dsc":
		if id, ok := parseUUID(base); ok {
			a.texts.caches[id] = &dscFile{located: l, id: id}
		}
	case len(parent) == 2 && len(base) == 30:
		if id, ok := parseUUID(parent + base); ok {
			a.texts.images[id] = &image{file: l, id: id}
		}
	}
}
