package parse

import "encoding/binary"

// layoutRun is a run of steps to values that many records have in common, because the
// same code wrote them: they are found by comparing the whole run with one that was met.
type layoutRun struct {
	from, to int // steps; the last is to a text
	numbers  bool
	credit   int // what may be spent on remembering
	read     int // records that were read before any run is remembered
	met      []*metRun
	hit      *metRun // in the record being read; nil when it was read step by step
}

// metRun is what a run was in one record.
type metRun struct {
	text   string
	values []runValue

	// the sender of the last record of which this run told the process, and the run that
	// told the subsystem
	with   *metRun
	sender *jsonSender
}

// runValue is where a value is in a run.
type runValue struct {
	slot slot
	span
}

// A device's log has some ten thousand places in code from which it is written, a few
// thousand of which write nearly all of it. What is hardly ever met again is read step
// by step.
const (
	runSteps  = 3 // at least
	runBytes  = 1 << 10
	runsMet   = 1 << 13
	runWays   = 8
	runPrice  = 8
	runCredit = 1 << 15
	runFirst  = 32 // a layout that is not met more often is not worth the memory
)

// findRuns finds the runs among the steps from and to. Times, threads, messages and their
// formats are in none; other numbers as asked.
func (l *jsonLayout) findRuns(from, to int, numbers bool) (runs []*layoutRun) {
	const own = 1<<slotTime | 1<<slotNanos | 1<<slotTID | 1<<slotMessage | 1<<slotTemplate
	for from < to {
		next, end := from, from
		for next < to && (numbers || l.steps[next].text) && own&(1<<l.steps[next].slot) == 0 {
			if next++; l.steps[next-1].text {
				end = next
			}
		}
		if end-from >= runSteps {
			runs = append(runs, &layoutRun{from: from, to: end, numbers: numbers, credit: runCredit})
		}
		from = next + 1
	}
	return runs
}

// setRuns sets the runs, also while a record is read: none of them was met in it.
func (l *jsonLayout) setRuns(runs []*layoutRun) {
	for _, r := range runs {
		r.hit = nil
	}
	l.runs = runs
	l.paths, l.subsystem = l.tells(slotSet(slotProcess, slotImage)), l.tells(slotSet(slotSubsystem))
}

// tells returns the first run among whose values all of a set are; nil when there is none.
func (l *jsonLayout) tells(values slots) *layoutRun {
	for _, r := range l.runs {
		in := slots(0)
		for _, s := range l.steps[r.from:r.to] {
			in |= 1 << s.slot
		}
		if in&values == values {
			return r
		}
	}
	return nil
}

// narrower returns what is to be tried instead of a run that is seldom met again: some of
// its numbers may differ from record to record.
func (l *jsonLayout) narrower(r *layoutRun) []*layoutRun {
	if !r.numbers {
		return nil
	}
	return l.findRuns(r.from, r.to, false)
}

// readRun is read for the steps of a run.
func (v *fields) readRun(b []byte, at int, steps []layoutStep, r *layoutRun) int {
	r.hit = nil
	text := b[at:]
	skip := len(steps[0].before)
	if len(text) < skip+runWindow || !r.ready() {
		return v.read(b, at, steps)
	}
	ways := r.ways(v.of(b, slotTemplate), text[skip:skip+runWindow])
	for i, m := range ways {
		if m == nil {
			break
		}
		n := len(m.text)
		if len(text) <= n || string(text[:n]) != m.text || text[n] != '"' {
			continue
		}
		if i > 0 { // the usual ones come to the front
			ways[i], ways[i-1] = ways[i-1], m
		}
		if r.credit < runCredit {
			r.credit++
		}
		r.hit = m
		for k := range m.values {
			value := &m.values[k]
			v.at[value.slot] = span{at + value.from, at + value.to}
		}
		return at + n
	}
	end := v.read(b, at, steps)
	if end < 0 || end-at > runBytes {
		return end
	}
	r.credit -= runPrice
	m := &metRun{text: string(b[at:end])}
	for _, s := range steps {
		if value := v.at[s.slot]; s.slot != slotNone {
			m.values = append(m.values, runValue{s.slot, span{value.from - at, value.to - at}})
		}
	}
	for i := range ways {
		if ways[i] == nil || i == len(ways)-1 {
			ways[i] = m
			break
		}
	}
	return end
}

// ready makes room when a run was read often enough.
func (r *layoutRun) ready() bool {
	if r.met == nil {
		if r.read++; r.read < runFirst {
			return false
		}
		r.met = make([]*metRun, runsMet)
	}
	return true
}

// runWindow is how many bytes of a run tell where it is remembered.
const runWindow = 56

// ways are the places of the runs with this format string before them that begin with
// these bytes: who writes the message is nearly always the same.
func (r *layoutRun) ways(template, window []byte) []*metRun {
	h := textHash(template) ^ binary.LittleEndian.Uint64(window)
	h = (h ^ h>>32) * hashOdd
	h = (h ^ h>>32 ^ binary.LittleEndian.Uint64(window[runWindow-8:])) * hashOdd
	place := h >> 40 % (runsMet / runWays) * runWays
	return r.met[place : place+runWays]
}

// textHash mixes the length, the first and the last bytes of a text.
func textHash(text []byte) uint64 {
	h := uint64(len(text))
	if len(text) >= 8 {
		h = (h ^ binary.LittleEndian.Uint64(text)) * hashOdd
		h = (h ^ h>>32 ^ ending(text)) * hashOdd
	}
	return h
}

// hashOdd is 2^64 divided by the golden ratio (Knuth's multiplicative hash).
const hashOdd = 0x9e3779b97f4a7c15
