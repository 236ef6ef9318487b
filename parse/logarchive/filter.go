package logarchive

// Filter says which entries are wanted. It is asked from the cheapest question to the
// dearest, and concurrently. A nil Filter in Options wants everything.
type Filter interface {
	// Process reports whether the name of a process is reason enough to look at
	// what it wrote; an empty name is unknown. When it is false for all processes of
	// a chunkset, and Subsystem for all subsystems in it, the chunkset is not
	// unpacked. What a wanted library logged without a subsystem in a process for
	// which Process is false can be lost by that.
	Process(name []byte) bool
	// Subsystem reports whether entries of a subsystem may be wanted in any process.
	Subsystem(name []byte) bool
	// Origin decides about one entry: that it is wanted, or that its message must
	// be searched. image is empty when the executable itself logged or when the
	// library is unknown, subsystem when there is none.
	Origin(process, image, subsystem []byte) (wanted, search bool)
	// Search decides by the composed message.
	Search(process, message []byte) bool
	// Literals lists texts of which a message holds one when Search is true for it, in
	// one piece or with line breaks in it; nil when nobody knows. Search is the same for
	// processes for which it returns the same slice, and true for a message without line
	// breaks that holds more of the literals than one for which it is true.
	Literals(process []byte) [][]byte
}

// Table is a Filter that wants all entries of the listed processes, libraries and
// subsystems.
type Table struct {
	Processes, Images, Subsystems map[string]bool
}

// Process wants all processes if there is a library to look for.
func (t *Table) Process(name []byte) bool { return len(t.Images) > 0 || t.Processes[string(name)] }

// Subsystem wants the listed ones.
func (t *Table) Subsystem(name []byte) bool { return t.Subsystems[string(name)] }

// Origin wants an entry of which one of the three is listed.
func (t *Table) Origin(process, image, subsystem []byte) (wanted, search bool) {
	return t.Processes[string(process)] || t.Images[string(image)] || t.Subsystems[string(subsystem)], false
}

// Search is never asked.
func (t *Table) Search(_, _ []byte) bool { return false }

// Literals lists none.
func (t *Table) Literals(_ []byte) [][]byte { return nil }
