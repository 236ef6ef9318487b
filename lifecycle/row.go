package lifecycle

// Row is one message of the catalogue.
type Row struct{}

// Identity is a process identity as RunningBoard prints it.
type Identity struct{}
