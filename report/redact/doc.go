// Package redact takes names out of texts that come from a log: what is known to be
// Apple's or bglog's own stays, and so do numbers; everything else becomes a pseudonym
// by kind, app-1 or path-3, the same wherever it stands.
//
// A Table is used in three passes over the same texts. Names are first added where their
// kind is known, then the texts are read for more of them, then all are numbered and
// replaced. [Leak] is the check of what was written in the end.
package redact
