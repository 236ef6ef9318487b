package logarchive

import (
	"cmp"
	"fmt"
	"slices"
)

// NoteKind says what limits what an archive tells.
type NoteKind uint8

// The kinds of notes.
const (
	NoteNoTimesync     NoteKind = iota // Count boots without timesync records
	NoteNoStrings                      // Count messages without the uuidtext file of the image Subject
	NoteNoCache                        // Count messages without the dsc file of the shared cache Subject
	NoteNoArguments                    // Count messages whose oversize chunk is not there
	NoteTruncated                      // the file Subject ends within a chunk
	NoteRefused                        // Count chunks of the file Subject were left out; Detail: why the first
	NoteUnreadable                     // the file Subject could not be read; Detail: why
	NoteFiltered                       // the archive was collected with a predicate
	NoteIncomplete                     // the archive's writer failed; Detail: what it said
	NoteUnknownProcess                 // Count messages of processes that no catalog lists
	NoteRepeated                       // Count messages that two files hold, told once
)

// Note is a limit of what an archive tells.
type Note struct {
	Kind    NoteKind
	Subject string
	Count   int
	Detail  string
}

func (n Note) String() string {
	switch n.Kind {
	case NoteNoTimesync:
		return fmt.Sprintf("%s no timesync records: wall times of them are approximate", count(n.Count, "boot has", "boots have"))
	case NoteNoStrings:
		return fmt.Sprintf("the uuidtext file of image %s is missing: %s no text", n.Subject, count(n.Count, "message has", "messages have"))
	case NoteNoCache:
		return fmt.Sprintf("the dsc file of shared cache %s is missing: %s no text", n.Subject, count(n.Count, "message has", "messages have"))
	case NoteNoArguments:
		return count(n.Count, "long message lost its arguments", "long messages lost their arguments")
	case NoteTruncated:
		return n.Subject + " is cut off: what came before was read"
	case NoteRefused:
		return fmt.Sprintf("%s: %s left out: %s", n.Subject, count(n.Count, "chunk was", "chunks were"), n.Detail)
	case NoteUnreadable:
		return fmt.Sprintf("%s was not read: %s", n.Subject, n.Detail)
	case NoteFiltered:
		return "the archive was collected with a predicate: it lacks everything else"
	case NoteIncomplete:
		return fmt.Sprintf("the archive is incomplete, its writer said: %s", n.Detail)
	case NoteUnknownProcess:
		return count(n.Count, "message is", "messages are") + " of processes that the catalogs do not list"
	case NoteRepeated:
		return count(n.Count, "message is", "messages are") + " in two files and told once"
	}
	return ""
}

// Complete reports whether nothing tells that a file or a part of one is missing.
func (s *Summary) Complete() bool {
	return !slices.ContainsFunc(s.Notes, Note.Missing)
}

// Missing reports whether the note tells that a file or a part of one is missing.
func (n Note) Missing() bool {
	return n.Kind == NoteTruncated || n.Kind == NoteIncomplete || n.Kind == NoteUnreadable
}

func count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// notes collects notes; those of one kind and subject are one.
type notes struct {
	list  []Note
	index map[noteKey]int
}

type noteKey struct {
	kind    NoteKind
	subject string
}

func (n *notes) add(kind NoteKind, subject string, count int, detail string) {
	k := noteKey{kind, subject}
	if i, ok := n.index[k]; ok {
		n.list[i].Count += count
		return
	}
	if n.index == nil {
		n.index = map[noteKey]int{}
	}
	n.index[k] = len(n.list)
	n.list = append(n.list, Note{kind, subject, count, detail})
}

func (n *notes) sorted() []Note {
	slices.SortStableFunc(n.list, func(a, b Note) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject))
	})
	return n.list
}
