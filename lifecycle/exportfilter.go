package lifecycle

import (
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"
)

// This file reads the predicate with which a log was exported. Chosen by who wrote them,
// messages are there or not; chosen by their text, or by their level, some of a writer's are
// missing, and which ones nobody knows: their absence proves nothing.

// Witnesses are those whose silence proves something, as a set of bits.
type Witnesses uint8

// The witnesses: an app itself with the frameworks in it, and the daemons.
const (
	WitnessApp       Witnesses = 1 << iota
	WitnessDaemon              // nsurlsessiond
	WitnessScheduler           // dasd
	WitnessSystem              // runningboardd and SpringBoard
)

// testimony is a kind of messages.
type testimony struct {
	of        Witnesses
	process   string // "": the app's
	subsystem string
	category  string // "": several
	sender    string // "": several
	all       string // what every message of the kind that bglog reads holds
}

// testimonies are the messages whose absence rules go by (subsystems, categories: reference).
var testimonies = []testimony{
	{of: WitnessApp, subsystem: "com.apple.UIKit", category: "BackgroundTask", sender: "UIKitCore"},
	{of: WitnessApp, subsystem: "com.apple.BackgroundTasks", sender: "BackgroundTasks"},
	{of: WitnessApp, subsystem: "com.apple.CFNetwork", sender: "CFNetwork", all: "Task <"},
	{of: WitnessDaemon, process: "nsurlsessiond", subsystem: "com.apple.nsurlsessiond", category: "background"},
	{of: WitnessScheduler, process: "dasd", subsystem: "com.apple.duetactivityscheduler"},
	{of: WitnessSystem, process: "runningboardd", subsystem: "com.apple.runningboard"},
	{of: WitnessSystem, process: "SpringBoard", subsystem: "com.apple.FrontBoard"},
}

// thinned tells of whom an export with that predicate may lack some messages and hold others.
func thinned(predicate string) (of Witnesses) {
	for i := range testimonies {
		kind := &testimonies[i]
		chosen, err := evaluate(predicate, kind)
		if err != nil && !strings.Contains(predicate, "Message") { // written in a way that nobody knows
			chosen = yes
		}
		if chosen == perhaps {
			of |= kind.of
		}
	}
	return of
}

// belief is whether a condition holds for messages of a kind: for all, none, or some.
type belief uint8

const (
	no belief = iota
	perhaps
	yes
)

func (b belief) not() belief { return yes - b }

func believe(b bool) belief {
	if b {
		return yes
	}
	return no
}

// evaluate reads a predicate as NSPredicate describes it.
func evaluate(predicate string, kind *testimony) (belief, error) {
	r := predicateReader{rest: predicate, kind: kind}
	r.next()
	b, err := r.either()
	if err == nil && r.token != "" {
		err = errPredicate
	}
	if err != nil {
		return perhaps, err
	}
	return b, nil
}

var errPredicate = errors.New("not a predicate that log prints")

// predicateReader goes through a predicate's tokens.
type predicateReader struct {
	rest   string
	token  string // the present one; "" at the end
	quoted bool   // it is a text, without its quotes
	depth  int
	kind   *testimony
}

// maxPredicateDepth bounds how deep conditions are nested.
const maxPredicateDepth = 200

// next goes to the next token.
func (r *predicateReader) next() {
	r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	r.quoted = false
	if r.rest == "" {
		r.token = ""
		return
	}
	n := 1
	switch c := r.rest[0]; {
	case c == '"' || c == '\'':
		for n < len(r.rest) && r.rest[n] != c {
			if r.rest[n] == '\\' {
				n++
			}
			n++
		}
		n = min(n, len(r.rest))
		r.token, r.quoted = r.rest[1:n], true
		r.rest = r.rest[min(n+1, len(r.rest)):]
		return
	case strings.IndexByte("=!<>&|", c) >= 0:
		for n < len(r.rest) && n < 2 && strings.IndexByte("=>&|", r.rest[n]) >= 0 {
			n++
		}
	case strings.IndexByte("(){},", c) < 0:
		for n < len(r.rest) && strings.IndexByte(" \t\r\n\"'=!<>&|(){},", r.rest[n]) < 0 {
			n++
		}
	}
	r.token, r.rest = r.rest[:n], r.rest[n:]
}

// is reports whether the present token is one of these words or signs.
func (r *predicateReader) is(words ...string) bool {
	return !r.quoted && slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, r.token) })
}

func (r *predicateReader) either() (belief, error) {
	b, err := r.both()
	for err == nil && r.is("OR", "||") {
		r.next()
		var other belief
		other, err = r.both()
		b = max(b, other)
	}
	return b, err
}

func (r *predicateReader) both() (belief, error) {
	b, err := r.single()
	for err == nil && r.is("AND", "&&") {
		r.next()
		var other belief
		other, err = r.single()
		b = min(b, other)
	}
	return b, err
}

func (r *predicateReader) single() (b belief, err error) {
	if r.depth++; r.depth > maxPredicateDepth {
		return perhaps, errPredicate
	}
	defer func() { r.depth-- }()
	switch {
	case r.is("NOT", "!"):
		r.next()
		b, err = r.single()
		return b.not(), err
	case r.is("TRUEPREDICATE", "FALSEPREDICATE"):
		b = believe(r.is("TRUEPREDICATE"))
		r.next()
		return b, nil
	case r.is("("):
		r.next()
		if b, err = r.either(); err == nil && !r.is(")") {
			err = errPredicate
		}
		r.next()
		return b, err
	}
	return r.comparison()
}

// comparison reads one condition: a key, an operator, and values.
func (r *predicateReader) comparison() (belief, error) {
	key := r.token
	if r.quoted || key == "" || r.is(")", "{", "}", ",") {
		return perhaps, errPredicate
	}
	r.next()
	op, _, _ := strings.Cut(strings.ToUpper(r.token), "[") // CONTAINS[cd]
	if r.quoted || !slices.Contains(predicateOperators, op) {
		return perhaps, errPredicate
	}
	r.next()
	var values []string
	if !r.is("{") {
		if r.token == "" && !r.quoted || r.is("(", ")", "}", ",") {
			return perhaps, errPredicate
		}
		values = []string{r.token}
		r.next()
		return r.kind.holds(key, op, values), nil
	}
	for r.next(); !r.is("}"); r.next() {
		if r.token == "" && !r.quoted {
			return perhaps, errPredicate
		}
		if !r.is(",") {
			values = append(values, r.token)
		}
	}
	r.next()
	return r.kind.holds(key, op, values), nil
}

var predicateOperators = []string{"==", "=", "!=", "<>", "<", ">", "<=", "=<", ">=", "=>", "IN", "CONTAINS", "BEGINSWITH", "ENDSWITH", "LIKE", "MATCHES", "BETWEEN"}

// holds reports whether a condition holds for messages of the kind. The keys are those of
// log(1); what it calls eventMessage is described as composedMessage.
func (k *testimony) holds(key, op string, values []string) belief {
	switch strings.ToLower(key) {
	case "process", "processimagepath":
		if k.process != "" {
			return compare(op, values, k.process, strings.EqualFold(key, "processImagePath"))
		}
		// the app's name is not known: it may be any that is none of the system's
		if op == "!=" || op == "<>" {
			return yes
		}
		return believe(slices.ContainsFunc(values, func(v string) bool { return !systemProcesses[path.Base(v)] }))
	case "processid", "processidentifier", "pid":
		b := believe(k.process == "")
		if op == "!=" || op == "<>" {
			return yes
		}
		return b
	case "sender", "senderimagepath", "library":
		if k.sender != "" {
			return compare(op, values, k.sender, !strings.EqualFold(key, "sender"))
		}
	case "subsystem":
		return compare(op, values, k.subsystem, false)
	case "category":
		if k.category != "" {
			return compare(op, values, k.category, false)
		}
	case "eventtype", "type":
		return compare(op, values, "logEvent", false)
	case "messagetype", "logtype":
		if b := compare(op, values, "default", false); b == yes || compare(op, values, "0", false) == yes {
			return yes
		}
	case "eventmessage", "composedmessage":
		if k.all != "" && op == "CONTAINS" && slices.ContainsFunc(values, func(v string) bool { return strings.Contains(k.all, v) }) {
			return yes
		}
	}
	return perhaps
}

// compare applies an operator to a name that is known, or to the path of a file of that name.
func compare(op string, values []string, name string, isPath bool) belief {
	match := func(holds func(name, value string) bool) belief {
		return believe(slices.ContainsFunc(values, func(v string) bool {
			if isPath {
				v = v[strings.LastIndexByte(v, '/')+1:]
			}
			return holds(strings.ToLower(name), strings.ToLower(v))
		}))
	}
	equal := func(a, b string) bool { return a == b }
	switch op {
	case "==", "=", "IN":
		return match(equal)
	case "!=", "<>":
		return match(equal).not()
	case "CONTAINS":
		return match(strings.Contains)
	case "BEGINSWITH":
		if !isPath {
			return match(strings.HasPrefix)
		}
	case "ENDSWITH":
		return match(strings.HasSuffix)
	case "LIKE":
		return match(func(name, v string) bool { fits, _ := path.Match(v, name); return fits })
	case "MATCHES":
		return match(func(name, v string) bool {
			re, err := regexp.Compile("^(?:" + v + ")$")
			return err == nil && re.MatchString(name)
		})
	}
	return perhaps
}
