package lifecycle

import "github.com/bglog/bglog/parse"

// Engine builds a Timeline from records.
type Engine struct{ t Timeline }

// NewEngine starts timeline number n (from 1). sortAll collects all events and
// sorts them before anything is concluded; it is needed for inputs that are not
// in time order and for several inputs of one device.
func NewEngine(n int, sortAll bool) *Engine { return &Engine{t: Timeline{Number: n}} }

// Feed takes the next records, in input order.
func (e *Engine) Feed(records []parse.Record) error { return nil }

// AddReport takes a crash report, JetsamEvent or MetricKit payload; before Finish.
func (e *Engine) AddReport(r *parse.Report) {}

// Finish concludes the timeline.
func (e *Engine) Finish(inputs []*parse.Summary) *Timeline { e.t.Inputs = inputs; return &e.t }

// Interest returns what package parse has to keep for the catalogue.
func Interest() *parse.Interest { return nil }

// Annotate recognises a record; it is safe for concurrent use.
func Annotate(rec *parse.Record) {}
