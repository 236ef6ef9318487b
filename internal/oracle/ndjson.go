package oracle

import (
	"encoding/json"
	"path"
	"strings"
)

// NDJSON reads --style ndjson with encoding/json: one object a line.
func NDJSON(data []byte) *Log {
	l := &Log{doubtful: map[int]bool{}}
	at := nowhere
	for _, line := range split(data) {
		l.Lines++
		line = strings.ToValidUTF8(line, "\uFFFD")
		line = leading.ReplaceAllString(strings.TrimSuffix(line, "\r"), "")
		r, what := object(line)
		switch {
		case what == isRecord:
			r.Line = l.Lines
			l.Records = append(l.Records, r)
			at = inRecord
		case what == isTrailer:
			at = nowhere
		case streamNotice.MatchString(line) && at != inDoubt: // else its time is that of what is doubtful
			l.notice(line)
			at = nowhere
		case streamRestart.MatchString(line) && at != inDoubt && len(l.Records) > 0:
			l.notice("captured anew: " + line)
			at = nowhere
		case strings.ContainsAny(line, "{[") || noiseLike.MatchString(line):
			l.doubtful[l.Lines] = true
			at = inDoubt
		case at == inDoubt:
			l.doubtful[l.Lines] = true
		case at == nowhere && strings.TrimSpace(line) != "":
			l.Unparsed++
		}
	}
	return l
}

type objectKind int

const (
	isOther objectKind = iota
	isRecord
	isTrailer
)

// object reads one line. Keys that a record has twice make it doubtful.
func object(line string) (r Record, kind objectKind) {
	if !strings.HasPrefix(line, "{") || strings.Contains(line, "\x00") || strings.Contains(line, "\x1b") {
		return r, isOther
	}
	var o struct {
		Timestamp        string  `json:"timestamp"`
		MessageType      string  `json:"messageType"`
		EventType        string  `json:"eventType"`
		ProcessImagePath string  `json:"processImagePath"`
		SenderImagePath  string  `json:"senderImagePath"`
		ProcessID        *int    `json:"processID"`
		ThreadID         uint64  `json:"threadID"`
		Subsystem        string  `json:"subsystem"`
		Category         string  `json:"category"`
		EventMessage     *string `json:"eventMessage"`
		Finished         *int    `json:"finished"`
		Count            *int    `json:"count"`
	}
	if json.Unmarshal([]byte(line), &o) != nil || !exactKeys(line) {
		return r, isOther
	}
	if o.Finished != nil && o.Count != nil && o.EventMessage == nil {
		return r, isTrailer
	}
	if o.EventMessage == nil || !stamp(o.Timestamp, "2006-01-02 15:04:05.000000-0700", &r) || o.ProcessID == nil || *o.ProcessID < 0 {
		return r, isOther
	}
	r.Level = levels[strings.ToLower(o.MessageType)]
	if r.Level == "" {
		r.Level = "unknown"
	}
	r.Process, r.PID, r.TID = base(o.ProcessImagePath), *o.ProcessID, o.ThreadID
	if o.SenderImagePath != o.ProcessImagePath {
		r.Image = base(o.SenderImagePath)
	}
	r.Subsystem, r.Category = o.Subsystem, o.Category
	r.Message = strings.TrimRight(Clean(*o.EventMessage), "\n\r")
	r.Marker = isMarker(*o.EventMessage) || o.EventType == "timesyncEvent" || o.EventType == "lossEvent"
	return r, isRecord
}

// base is the last element of a path; of none it is nothing.
func base(name string) string {
	if name == "" {
		return ""
	}
	return path.Base(name)
}

// readKeys are the keys that are read, by their small letters.
var readKeys = func() map[string]string {
	keys := map[string]string{}
	for _, k := range []string{
		"timestamp", "messageType", "eventType", "processImagePath", "senderImagePath", "processID", "threadID",
		"subsystem", "category", "eventMessage", "finished", "count",
	} {
		keys[strings.ToLower(k)] = k
	}
	return keys
}()

// exactKeys reports whether no key of the object comes twice or in another case:
// decoders differ in which of them count.
func exactKeys(line string) bool {
	d := json.NewDecoder(strings.NewReader(line))
	seen := map[string]bool{}
	depth := 0
	key := false
	for {
		tok, err := d.Token()
		if err != nil {
			return depth == 0
		}
		switch tok := tok.(type) {
		case json.Delim:
			switch tok {
			case '{', '[':
				depth++
			default:
				depth--
			}
			key = depth == 1
			continue
		case string:
			if depth == 1 && key {
				k := strings.ToLower(tok)
				if seen[k] || readKeys[k] != "" && readKeys[k] != tok {
					return false
				}
				seen[k] = true
				key = false
				continue
			}
		}
		key = depth == 1
	}
}
