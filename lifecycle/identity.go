package lifecycle

import (
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// IdentityKind tells what kind of process an identity names.
type IdentityKind uint8

// The kinds of processes that RunningBoard tells apart.
const (
	IdentityNone      IdentityKind = iota
	IdentityApp                    // application<…>, app<…>
	IdentityExtension              // xpcservice<…> hosted by an app
	IdentityDaemon                 // daemon<…>, osservice<…>
	IdentityName                   // Name:pid, as FrontBoard and assertiond shorten it
	IdentityOther                  // anonymous processes
)

// Identity is a process as RunningBoard, FrontBoard or assertiond print it.
type Identity struct {
	Kind    IdentityKind
	Bundle  string // bundle id
	Name    string // process name, for IdentityName
	PID     int    // parse.NoPID when not printed
	Host    string // bundle id of the hosting app of an extension
	HostPID int
	Mac     bool // a macOS app: application.<bundle>.N.N(uid)
}

// Known reports whether anything is known of the process.
func (id Identity) Known() bool { return id.Kind != IdentityNone }

// foreign reports whether the process is known to be none of an app: most of what
// runningboardd writes is about daemons.
func (id Identity) foreign() bool {
	return id.Kind == IdentityDaemon || id.Kind == IdentityOther || id.Mac
}

var noIdentity = Identity{PID: parse.NoPID, HostPID: parse.NoPID}

// parseIdentity reads a process identity at the start of s and returns the
// bytes it takes. All spellings of iOS 12 to 26 are read:
//
//	application<com.x>              app<com.x(UUID)>            [app<com.x>:412]
//	[xpcservice<com.x.share([app<com.x((null))>:412])>{…}[uuid:…]:500]
//	[daemon<com.apple.SpringBoard>:55]   [osservice<…>:34]      [Name:412]
//
// Scene suffixes such as (UIScene:…) after the identity are left alone.
func parseIdentity(s string) (Identity, int) {
	id := noIdentity
	bracket := strings.HasPrefix(s, "[")
	i := 0
	if bracket {
		i = 1
	}
	word, rest, ok := strings.Cut(s[i:], "<")
	if ok && identityWords[word] != IdentityNone && len(rest) > 0 {
		id.Kind = identityWords[word]
		end := closing(rest, '<', '>')
		if end < 0 {
			end = len(rest)
		}
		id.bundle(rest[:end])
		i += len(word) + 1 + min(end+1, len(rest))
		if bracket {
			n, shut := bracketTail(s[i:])
			id.PID = n
			i += shut
		} else if strings.HasPrefix(s[i:], ":") { // app<…>:412
			n := number(s[i+1:], argNumber)
			if n > 0 {
				id.PID = atoi(s[i+1 : i+1+n])
				i += 1 + n
			}
		}
		return id, i
	}
	if !bracket {
		return id, 0
	}
	// [Name:412] or [com.example.app]
	end := strings.IndexByte(s, ']')
	if end < 0 || end > 200 {
		return id, 0
	}
	inner := s[1:end]
	if name, pid, ok := cutLast(inner, ':'); ok && name != "" && pid != "" && number(pid, argNumber) == len(pid) {
		id.Kind, id.Name, id.PID = IdentityName, name, atoi(pid)
		if strings.Count(name, ".") >= 2 && !strings.Contains(name, " ") {
			id.Kind, id.Bundle, id.Name = IdentityApp, name, ""
		}
		return id, end + 1
	}
	if strings.Count(inner, ".") >= 2 && !strings.ContainsAny(inner, " :<>()") {
		id.Kind, id.Bundle = IdentityApp, inner
		return id, end + 1
	}
	return id, 0
}

var identityWords = map[string]IdentityKind{
	"application": IdentityApp, "app": IdentityApp,
	"xpcservice": IdentityExtension,
	"daemon":     IdentityDaemon, "osservice": IdentityDaemon,
	"anon": IdentityOther, "angel": IdentityDaemon,
}

// bundle reads what stands between < and >: a bundle id, in iOS 17 and later
// followed by the persona in parentheses, for extensions by the host.
func (id *Identity) bundle(s string) {
	name, args, has := strings.Cut(s, "(")
	id.Bundle = strings.TrimPrefix(name, "...")
	if id.Kind == IdentityExtension && has {
		if host, _ := parseIdentity(args); host.Kind == IdentityApp {
			id.Host, id.HostPID = host.Bundle, host.PID
		}
	}
	if rest, ok := strings.CutPrefix(id.Bundle, "application."); ok {
		// macOS: application.<bundle>.<n>.<n>(uid)
		id.Mac = true
		for range 2 {
			if base, n, ok := cutLast(rest, '.'); ok && n != "" && number(n, argNumber) == len(n) {
				rest = base
			}
		}
		id.Bundle = rest
	}
	if has && strings.TrimRight(args, "0123456789)") == "" && args != "" {
		id.Mac = true // app<com.x(501)>: a user id in the place of the persona
	}
}

// bracketTail reads "{…}[uuid:…]:412:412]" up to the closing bracket and
// returns the pid and the length.
func bracketTail(s string) (pid, n int) {
	pid = parse.NoPID
	depth := 1
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[', '{', '(':
			depth++
		case '}', ')':
			depth--
		case ']':
			depth--
			if depth == 0 {
				tail := s[:i]
				if _, p, ok := cutLast(tail, ':'); ok && p != "" && number(p, argNumber) == len(p) {
					pid = atoi(p)
				}
				return pid, i + 1
			}
		case '\n':
			return pid, i
		}
	}
	return pid, len(s)
}

// closing returns the offset of the bracket that closes an already opened one;
// -1 when it is missing.
func closing(s string, open, shut byte) int {
	depth := 1
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case open:
			depth++
		case shut:
			if depth--; depth == 0 {
				return i
			}
		case '\n':
			return -1
		}
	}
	return -1
}

func cutLast(s string, sep byte) (before, after string, ok bool) {
	if i := strings.LastIndexByte(s, sep); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// atoi reads a decimal number that is known to be one; NoPID when it is too large.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return parse.NoPID
	}
	return n
}

// signed reads a decimal number that may be negative; 0 when it is none.
func signed(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// sceneBundle finds the bundle id in "…sceneID:com.example.app-default" and its
// percent-escaped spelling.
func sceneBundle(s string) string {
	for _, p := range []string{"sceneID:", "sceneID%3A"} {
		_, rest, ok := strings.Cut(s, p)
		if !ok {
			continue
		}
		end := strings.IndexAny(rest, "]) ,>\n")
		if end < 0 {
			end = len(rest)
		}
		rest = rest[:end]
		if b, ok := strings.CutSuffix(rest, "-default"); ok {
			return b
		}
		// com.example.app-8F2C0A1E-…: take the UUID off
		if len(rest) > 37 && rest[len(rest)-37] == '-' {
			return rest[:len(rest)-37]
		}
		if b, _, ok := strings.Cut(rest, "-"); ok {
			return b
		}
		return rest
	}
	return ""
}
