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
	CollectedWithPredicate  any // true, or the predicate
	EndTimeRef              timeRef
	PersistMetadata         metadata
	SpecialMetadata         metadata
	SignpostMetadata        metadata
	HighVolumeMetadata      metadata
	LiveMetadata            metadata
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

// maxInfo bounds Info.plist in bytes; those seen have less than 3,000.
const maxInfo = 1 << 20

// readInfo reads a property list, XML or binary.
func readInfo(b []byte) (*info, error) {
	var i info
	if err := plist.NewDecoder(bytes.NewReader(b)).Decode(&i); err != nil {
		return nil, fmt.Errorf("Info.plist: %w", err)
	}
	return &i, nil
}
