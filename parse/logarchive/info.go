package logarchive

import (
	"bytes"
	"fmt"

	"howett.net/plist"
)

// timeRef is a moment in Info.plist.
type timeRef struct {
	UUID           string
	ContinuousTime uint64
}

type metadata struct{ OldestTimeRef timeRef }

// info is what is read of Info.plist. Nothing in it is needed to decode.
type info struct {
	OSArchiveVersion        int
	OSLoggingSupportProject string
	CollectedWithPredicate  predicate
	EndTimeRef              timeRef
	PersistMetadata         metadata
	SpecialMetadata         metadata
	SignpostMetadata        metadata
	HighVolumeMetadata      metadata
	LiveMetadata            metadata
}

// predicate is true for an archive that was filtered when it was made.
type predicate bool

// UnmarshalPlist takes true, the predicate, or whatever else stands there for a filter.
// Only these two are decoded: a hostile list may have more elements than memory.
func (p *predicate) UnmarshalPlist(decode func(any) error) error {
	var flag bool
	var text string
	switch {
	case decode(&flag) == nil:
		*p = predicate(flag)
	case decode(&text) == nil:
		*p = text != ""
	default:
		*p = true
	}
	return nil
}

// oldest returns the oldest moment that a class claims to cover.
func (i *info) oldest(c Class) timeRef {
	switch c {
	case Persist:
		return i.PersistMetadata.OldestTimeRef
	case Special:
		return i.SpecialMetadata.OldestTimeRef
	case Signpost:
		return i.SignpostMetadata.OldestTimeRef
	case HighVolume:
		return i.HighVolumeMetadata.OldestTimeRef
	case Live:
		return i.LiveMetadata.OldestTimeRef
	}
	return timeRef{}
}

// maxInfo bounds Info.plist in bytes; one that was seen has 2,646.
const maxInfo = 1 << 20

// readInfo reads a property list, XML or binary.
func readInfo(b []byte) (*info, error) {
	var i info
	if err := plist.NewDecoder(bytes.NewReader(b)).Decode(&i); err != nil {
		return nil, fmt.Errorf("property list: %w", err)
	}
	return &i, nil
}
