package parse

// jsonScanner decides about the records of a JSON export and reads the wanted ones by
// the layouts and senders that it remembers. What it does not know takes the long way,
// which tells the same. It belongs to one worker.
type jsonScanner struct {
	shape *jsonShape
	in    *Interest

	layouts []*jsonLayout // the one met last is the first
	credit  int           // what may be spent on learning layouts

	senders    [jsonSenders]*jsonSender
	categories map[string]string // by what is printed
	bootText   string            // as it is printed
	boot       string
	minute     minuteClock

	// the record being looked at, when it has a known layout
	v      fields
	layout *jsonLayout
	done   int // steps that were read
	at     int // where their values end; -1 when they are not as in the layout
	sender *jsonSender
}

// Layouts are few; learning one costs as much as reading some records by it. A device
// has a few thousand triples of process, library and subsystem.
const (
	jsonLayouts    = 4
	layoutPrice    = 16
	layoutCredit   = 1 << 10
	jsonSenders    = 1 << 12
	jsonCategories = 1 << 10
	jsonName       = 512 // bytes of a name or path that is remembered
)

// jsonSender is a triple that was met, as it is printed and as it reads.
type jsonSender struct {
	process, image, subsystem string
	known                     *sender // the process
	verdict                   verdict
	record                    Record // of which the names are set
}

func newJSONScanner(shape *jsonShape, in *Interest) *jsonScanner {
	return &jsonScanner{shape: shape, in: in, credit: layoutCredit, categories: map[string]string{}}
}

// decide tells whether a record is wanted; verdictNone where it must be asked the long
// way.
func (j *jsonScanner) decide(raw []byte) verdict {
	j.sender = nil
	if !j.origin(raw) {
		return verdictNone
	}
	v := &j.v
	if v.has(slotEvent) && eventKind(v.of(raw, slotEvent)) == KindMarker {
		return verdictKeep
	}
	if j.sender = j.metSender(raw); j.sender == nil {
		return verdictNone
	}
	verdict := j.sender.verdict
	if verdict == verdictKeep || verdict == verdictSkip && j.shape.keys != nil && v.has(slotEvent) {
		return verdict
	}
	if !j.read(raw, j.layout.message) {
		return verdictNone
	}
	if isMarker(v.of(raw, slotMessage)) || verdict == verdictSearch && v.holds(raw, j.in, j.sender.known) {
		return verdictKeep
	}
	return verdictSkip
}

// origin reads a record of a known layout, or of one that is worth being remembered, as
// far as the values that tell its sender.
func (j *jsonScanner) origin(raw []byte) bool {
	for i, l := range j.layouts {
		if j.begin(raw, l) {
			j.toFront(i)
			j.credit = min(j.credit+1, layoutCredit)
			return true
		}
	}
	return j.learn(raw) && j.begin(raw, j.layouts[0])
}

// all reads the other values, too: layouts may differ only behind the sender.
func (j *jsonScanner) all(raw []byte) bool {
	if j.read(raw, len(j.layout.steps)) {
		return true
	}
	for i, l := range j.layouts {
		if i > 0 && j.begin(raw, l) && j.read(raw, len(l.steps)) {
			j.toFront(i)
			return true
		}
	}
	return j.learn(raw) && j.begin(raw, j.layouts[0]) && j.read(raw, len(j.layout.steps))
}

// learn remembers the layout of a record, instead of the one that was not met for longest.
func (j *jsonScanner) learn(raw []byte) bool {
	if j.credit < layoutPrice {
		return false
	}
	j.credit -= layoutPrice
	l := j.shape.learnLayout(raw)
	if l == nil {
		return false
	}
	if len(j.layouts) < jsonLayouts {
		j.layouts = append(j.layouts, nil)
	}
	j.layouts[len(j.layouts)-1] = l
	j.toFront(len(j.layouts) - 1)
	return true
}

func (j *jsonScanner) toFront(i int) {
	if i > 0 {
		l := j.layouts[i]
		copy(j.layouts[1:i+1], j.layouts[:i])
		j.layouts[0] = l
	}
}

func (j *jsonScanner) begin(raw []byte, l *jsonLayout) bool {
	j.v, j.layout = fields{}, l
	j.at, j.done = j.v.readOrigin(raw, l), l.origin
	return j.at >= 0 && (l.origin < len(l.steps) || l.ends(raw, j.at))
}

// read reads on up to a number of steps; all of them are a whole record.
func (j *jsonScanner) read(raw []byte, steps int) bool {
	l := j.layout
	if j.at < 0 || j.done >= steps {
		return j.at >= 0
	}
	j.at = j.v.read(raw, j.at, l.steps[j.done:steps])
	if j.done = steps; j.at >= 0 && steps == len(l.steps) && !l.ends(raw, j.at) {
		j.at = -1
	}
	return j.at >= 0
}

// metSender is known for a record of which runs that were met tell the names.
func (j *jsonScanner) metSender(raw []byte) *jsonSender {
	l := j.layout
	if l.paths == nil || l.subsystem == nil || l.paths.hit == nil || l.subsystem.hit == nil {
		return j.known(raw)
	}
	paths, subsystem := l.paths.hit, l.subsystem.hit
	if paths.with != subsystem || paths.sender == nil {
		paths.with, paths.sender = subsystem, j.known(raw)
	}
	return paths.sender
}

// known returns the sender of a record whose origin was read; nil when its names are
// too long.
func (j *jsonScanner) known(raw []byte) *jsonSender {
	v := &j.v
	process, image, subsystem := v.of(raw, slotProcess), v.of(raw, slotImage), v.of(raw, slotSubsystem)
	if max(len(process), len(image), len(subsystem)) > jsonName {
		return nil
	}
	hash := tripleHash(process, image, subsystem)
	place := &j.senders[hash%jsonSenders]
	for i := range uint64(4) {
		p := &j.senders[(hash+i)%jsonSenders]
		if *p == nil {
			place = p
			break
		}
		if s := *p; s.process == string(process) && s.image == string(image) && s.subsystem == string(subsystem) {
			return s
		}
	}
	s := &jsonSender{process: string(process), image: string(image), subsystem: string(subsystem), known: v.process(raw, j.in), verdict: verdictSkip}
	switch wanted, search := v.sender(raw, j.in); {
	case wanted:
		s.verdict = verdictKeep
	case search:
		s.verdict = verdictSearch
	}
	var names fields
	for _, slot := range []slot{slotProcess, slotImage, slotSubsystem} {
		names.at[slot] = v.at[slot]
	}
	names.fill(raw, &s.record)
	*place = s
	return s
}

// tripleHash mixes the lengths and the last bytes of three names.
func tripleHash(a, b, c []byte) uint64 {
	h := uint64(len(a)) | uint64(len(b))<<16 | uint64(len(c))<<32
	h = (h ^ ending(a)) * hashOdd
	h = (h ^ h>>32 ^ ending(b)) * hashOdd
	h = (h ^ h>>32 ^ ending(c)) * hashOdd
	return h >> 40
}

// brief fills the record that was decided about, without a copy of its message and its
// format string: they are parts of b. It reports whether the record is known so well.
func (j *jsonScanner) brief(raw []byte, b *block, rec *Record) (ok bool) {
	if j.sender == nil || !j.all(raw) {
		return false
	}
	v := &j.v
	if rec.stamp, ok = j.minute.read(v.of(raw, slotTime)); !ok {
		if rec.stamp, ok = v.stamp(raw); !ok {
			return false
		}
	}
	message := plainText(b.text(v, v.of(raw, slotMessage)))
	if isMarker(message) {
		return false
	}
	names := &j.sender.record
	rec.Process, rec.ProcessPath, rec.Image, rec.Subsystem = names.Process, names.ProcessPath, names.Image, names.Subsystem
	rec.Category, rec.Boot = j.category(v.of(raw, slotCategory)), j.bootOf(v.of(raw, slotBoot))
	rec.Message, rec.Template, rec.Brief = view(message), view(b.text(v, v.of(raw, slotTemplate))), true
	v.fillPlain(raw, rec)
	return true
}

// category returns the text of a category.
func (j *jsonScanner) category(printed []byte) string {
	if text, ok := j.categories[string(printed)]; ok {
		return text
	}
	text := string(j.v.unescape(nil, printed))
	if len(j.categories) < jsonCategories && len(printed) <= jsonName {
		j.categories[string(printed)] = text
	}
	return text
}

// bootOf returns a boot's UUID; that of nearly all records is the one before.
func (j *jsonScanner) bootOf(printed []byte) string {
	if string(printed) != j.bootText {
		j.bootText, j.boot = string(printed), string(appendUUID(nil, printed))
	}
	return j.boot
}
