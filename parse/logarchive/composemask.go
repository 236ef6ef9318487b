package logarchive

import (
	"encoding/base64"
	"strconv"
)

// Masked values: the sender logged something else in the value's place.

// masks are the names that follow "mask." and what is kept for them
// (libsystem_trace os_log_fmt_get_data).
var masks = [...]struct {
	name string
	keep argState
}{
	{"hash", stateDigest},
	{"devhash", stateDigest},
	{"plainmd5", stateDigest},
	{"mailmbup", stateDigest},
	{"mailbox", statePartial},
	{"mailaddr", statePartial},
	{"mailname", statePartial},
	{"mailsubj", statePartial},
	{"mailsumm", statePartial},
	{"mailacco", statePartial},
	{"mailatta", statePartial},
}

// maskState returns what a value masked by name is kept as.
func maskState(name []byte) argState {
	if name == nil {
		return stateMismatch
	}
	for _, m := range masks {
		if m.name == string(name) {
			return m.keep
		}
	}
	return stateMaskOldReader
}

// unknownMask returns who does not know the mask that the sender could not apply.
func unknownMask(name []byte) argState {
	switch maskState(name) {
	case stateMismatch:
		return stateMismatch
	case stateMaskOldReader:
		return stateMaskUnknown
	}
	return stateMaskOldSender
}

// appendMasked appends what a masked value shows.
func appendMasked(dst, mask []byte, a argument) []byte {
	switch a.state {
	case stateDigest:
		dst = append(append(append(dst, "<mask."...), mask...), ": "...)
		if len(a.data) == 0 && !a.truncated {
			dst = append(dst, nullText...)
		} else {
			dst = appendBase64(dst, a.data, a.truncated)
		}
		return append(dst, '>')
	case statePartial:
		return appendPartlyMasked(dst, a.data, a.truncated)
	}
	dst = append(append(append(dst, "<decode: mask "...), mask...), " is "...)
	switch a.state {
	case stateMaskOldSender:
		dst = append(dst, "unknown to old emitter"...)
	case stateMaskOldReader:
		dst = append(dst, "unknown to old reader"...)
	default:
		dst = append(dst, "unknown"...)
	}
	return append(dst, '>')
}

func appendBase64(dst, data []byte, truncated bool) []byte {
	dst = append(dst, '\'')
	dst = base64.StdEncoding.AppendEncode(dst, data)
	if truncated {
		dst = append(dst, "…"...)
	}
	return append(dst, '\'')
}

// Which part of a partly masked text is kept: its start, its end, or two parts of
// which the first has a given length.
const (
	partEnd  = 1
	partBoth = 2
)

// partHead is the head of a partly masked text: u8 length of the digest, u8 length
// of the text, u8 length of the first part, u8 which part.
const partHead = 4

// appendPartlyMasked appends a text of which a part is kept
// (LoggingSupport _os_log_fmt_compose_masked_partial_redacted).
func appendPartlyMasked(dst, data []byte, truncated bool) []byte {
	if len(data) < partHead {
		if len(data) == 0 && !truncated {
			return append(dst, "<(null)>"...)
		}
		return append(dst, cutText...)
	}
	digestSize, length, first, part := int(data[0]), data[1], int(data[2]), data[3]
	data = data[partHead:]
	if !truncated && digestSize == 0 && (first == 0 || part != partBoth) {
		return append(dst, data...) // so short that nothing is masked
	}
	digest := data[:min(digestSize, len(data))]
	kept := data[len(digest):]
	dst = append(dst, '<')
	if len(kept) > 0 {
		shown := kept
		if part == partBoth {
			shown = kept[:min(first, len(kept))]
		}
		dst = appendPart(dst, shown, part == partEnd, part != partEnd || truncated)
		dst = appendPart(dst, kept[len(shown):], false, true)
		dst = append(dst, ", "...)
	}
	dst = append(dst, "length="...)
	dst = strconv.AppendUint(dst, uint64(length), 10)
	if len(digest) > 0 {
		dst = append(dst, ", "...)
		dst = appendBase64(dst, digest, len(digest) < digestSize)
	}
	return append(dst, '>')
}

// appendPart appends a part of a text with an ellipsis where more was.
func appendPart(dst, part []byte, before, after bool) []byte {
	if len(part) == 0 {
		return dst
	}
	if before {
		dst = append(dst, "…"...)
	}
	dst = append(dst, part...)
	if after {
		dst = append(dst, "…"...)
	}
	return dst
}
