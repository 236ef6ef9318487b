package logarchive

// Args are the arguments of one message as a tracepoint stores them.
type Args struct {
	Items           []byte
	Count           int
	Values, Private []byte
	PrivateBase     int
	Is32            bool
}

// Format is a format string of os_log.
type Format struct{ text []byte }

// Parse makes a Format.
func Parse(format []byte) *Format { return &Format{format} }

// Compose appends the format string.
func (f *Format) Compose(dst []byte, args *Args) []byte { return append(dst, f.text...) }
