package parse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/bglog/bglog/parse/sqlite"
)

// powerLogName is a database of powerlogd, which notes what uses energy: in a
// sysdiagnose logs/powerlogs/powerlog_….PLSQL (reference: formats, section 12).
const powerLogName = "powerlog"

const powerLogAbout = "powerlogd, an SQLite database with what apps did in the background, as far as it costs energy"

// PowerLog is what powerlogd noted of apps' background work: numbers as it keeps them.
type PowerLog struct {
	States      []PowerState
	Exits       []PowerExit
	Prewarms    []PowerPrewarm
	Transfers   []PowerTransfer
	Runs        []PowerRun
	First, Last Time // of all that
	// Shifted is true when its clock's distance from the device's is known.
	Shifted bool
}

// PowerState is a change of an app's state.
type PowerState struct {
	Time  Time
	App   string // bundle id
	PID   int    // NoPID when unknown
	State int64
}

// The states of apps: values of BKSApplicationState, as they are known from headers and
// seen (4 counts as background time in powerlogd's own accounts).
const (
	PowerTerminated = 1
	PowerSuspended  = 2
	PowerBackground = 4
	PowerForeground = 8
)

// PowerExit is the end of an app's process. What the numbers mean is not known.
type PowerExit struct {
	Time            Time
	App             string
	PID             int
	Reason, Subcode int64
}

// PowerPrewarm is a launch that the system made before anybody asked for the app.
type PowerPrewarm struct {
	Time Time
	App  string
	PID  int
}

// PowerTransfer is a change of a background transfer's state.
type PowerTransfer struct {
	Time           Time
	App            string // the client of nsurlsessiond
	UUID           string // of the task
	State          int64
	Received, Sent int64 // bytes; -1 when unknown
	ErrorDomain    string
	Error          int64 // 0: none
	WillRetry      bool
	Discretionary  bool
}

// The states of transfers. powerlogd's accounts of background time begin with 1 and end
// with every state above it ("Cancelled, Completed, Failed"). Which of these is which is
// measured: 5 alone has error codes, and may come before another attempt.
const (
	PowerRunning   = 1
	PowerCompleted = 3
	PowerCancelled = 4
	PowerFailed    = 5
)

// Ended reports whether the transfer was over for good.
func (t PowerTransfer) Ended() bool { return t.State == PowerCompleted || t.State == PowerCancelled }

// PowerRun is a run of one of dasd's activities.
type PowerRun struct {
	Time     Time    // of its beginning
	Seconds  float64 // how long it took
	Name     string  // of the activity, without instance
	App      string  // bundle id, empty when unknown
	Priority int64
}

// maxPowerRows bounds what is kept of each kind, the newest. A database of three days has
// some ten thousand rows of its largest table.
const maxPowerRows = 50_000

// maxDatabase is how large a database may be, bytes; those of devices have up to some
// hundred MiB.
const maxDatabase = 2 << 30

// isDatabase recognises an SQLite database.
func isDatabase(sample []byte) bool {
	return strings.HasPrefix(string(sample[:min(len(sample), 16)]), sqlite.Magic)
}

// scanDatabase reads a database: of those of powerlogd what concerns background work,
// others not at all.
func scanDatabase(ctx context.Context, p piece, sum *Summary, zone *time.Location) error {
	db, release, err := p.database()
	if err != nil {
		return fmt.Errorf("reading %s: %w", sum.Name, err)
	}
	defer release()
	sum.Bytes = db.size
	s, err := openPowerLog(db, zone)
	if err != nil {
		return fmt.Errorf("%s: %w", sum.Name, err)
	}
	s.ctx = ctx
	err = s.read()
	sum.Format, sum.Why = powerLogName, s.why()
	sum.Date, sum.Zone, sum.Complete = "in-log", "in-log", !s.db.Cut && s.damage == nil
	sum.Records, sum.Kept = s.rows, s.rows
	sum.Notes = append(sum.Notes, s.notes()...)
	sum.PowerLog = s.log
	sum.First, sum.Last = s.log.First, s.log.Last
	return err
}

// stored is a database as a file, or kept like one.
type stored struct {
	io.ReaderAt
	size int64
}

// database makes a file of the part, from which any place can be read.
func (p *piece) database() (db stored, release func(), err error) {
	if p.input.file != "" && p.src.depth == 0 {
		f, err := os.Open(p.input.file)
		if err != nil {
			return db, nil, err
		}
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return db, nil, err
		}
		return stored{f, info.Size()}, func() { f.Close() }, nil
	}
	s := &spool{name: p.input.Name}
	release = func() { s.Close() }
	size := int64(spoolMemory + 1) // unknown: to the file
	if p.src.whole {
		size = int64(len(p.src.sample))
	}
	// a database that cannot be read to its end is one that is cut off
	kept := s.add("database", size, io.LimitReader(p.src.r, maxDatabase))
	m, err := s.Open("database")
	if err != nil {
		release()
		return db, nil, errors.Join(kept, err)
	}
	return stored{m, m.Size()}, release, nil
}

// powerScan reads a database of powerlogd.
type powerScan struct {
	ctx     context.Context
	db      *sqlite.DB
	zone    *time.Location
	log     *PowerLog
	offsets []powerOffset
	found   []*powerTable
	missing []string // tables and columns
	names   map[string]string
	rows    int
	left    int   // older rows beyond the limit
	odd     int   // rows without a time
	damage  error // the first
}

// explainDatabase tells how a database would be read.
func (p *piece) explainDatabase(name string) (string, error) {
	file, release, err := p.database()
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", name, err)
	}
	defer release()
	s, err := openPowerLog(file, nil)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", name, powerLogName)
	for _, row := range [][2]string{
		{"written by", powerLogAbout},
		{"why", s.why()},
		{"lacks", "messages: it is compared with the log of the same device"},
	} {
		paragraph(&b, fmt.Sprintf("  %-11s ", row[0]), row[1])
	}
	return b.String(), nil
}

// why says how the database was recognised.
func (s *powerScan) why() string {
	return "an SQLite database with " + count(len(s.found), "table", "tables") + " of PowerLog"
}

// powerOffset is how far the device's clock was from powerlogd's, from a moment of that
// on, seconds.
type powerOffset struct{ from, offset float64 }

// openPowerLog recognises a database of powerlogd by its tables.
func openPowerLog(file stored, zone *time.Location) (*powerScan, error) {
	db, err := sqlite.Open(file, file.size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, ErrNothing)
	}
	s := &powerScan{db: db, zone: zone, log: &PowerLog{}, names: map[string]string{}, damage: db.Damage}
	for i := range powerTables {
		t := &powerTables[i]
		if db.Table(t.name) == nil {
			if !t.newer {
				s.missing = append(s.missing, t.name)
			}
			continue
		}
		s.found = append(s.found, t)
	}
	if len(s.found) == 0 {
		return nil, fmt.Errorf("an SQLite database, but none of PowerLog: %w", ErrNothing)
	}
	return s, nil
}

// read reads the offsets, then all tables.
func (s *powerScan) read() error {
	err := s.table(&powerOffsets)
	slices.SortStableFunc(s.offsets, func(a, b powerOffset) int { return cmp.Compare(a.from, b.from) })
	s.log.Shifted = len(s.offsets) > 0
	for _, t := range s.found {
		if err == nil {
			err = s.table(t)
		}
	}
	l := s.log
	newest(s, &l.States)
	newest(s, &l.Exits)
	newest(s, &l.Prewarms)
	newest(s, &l.Transfers)
	newest(s, &l.Runs)
	return err
}

// keep adds a row if it is sound, and reports whether it is. Rows come in the order in
// which they were written.
func keep[T any](s *powerScan, rows *[]T, x T, sound bool) bool {
	if !sound {
		return false
	}
	if len(*rows) == 2*maxPowerRows {
		newest(s, rows)
	}
	*rows = append(*rows, x)
	return true
}

// newest drops the oldest rows when there are too many.
func newest[T any](s *powerScan, rows *[]T) {
	if n := len(*rows) - maxPowerRows; n > 0 {
		s.left += n
		*rows = (*rows)[:copy(*rows, (*rows)[n:])]
	}
}

// table reads a table; damage is noted.
func (s *powerScan) table(t *powerTable) error {
	table := s.db.Table(t.name)
	if table == nil {
		return nil
	}
	for _, c := range t.columns {
		if !table.Has(c) && !slices.Contains(t.optional, c) {
			s.missing = append(s.missing, t.name+"."+c)
		}
	}
	err := s.db.Rows(table, t.columns, func(v []sqlite.Value) error {
		if s.rows++; s.rows%1024 == 0 && s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		if !t.take(s, powerRow{s, v}) {
			s.odd++
		}
		return nil
	})
	if errors.Is(err, sqlite.ErrDamaged) {
		s.damage = cmp.Or(s.damage, err)
		return nil
	}
	return err
}

// notes are what a reader should know of the database.
func (s *powerScan) notes() (list []string) {
	if len(s.missing) > 0 {
		list = append(list, "PowerLog of this system lacks "+strings.Join(s.missing, ", "))
	}
	if !s.log.Shifted {
		list = append(list, "PowerLog does not tell how far its clock is from the device's: its times may be off")
	}
	if s.db.WriteAhead {
		list = append(list, "the newest rows of PowerLog may be in its write-ahead log (-wal), which is not read")
	}
	if s.damage != nil {
		list = append(list, s.damage.Error()+": what can be read was read")
	}
	if s.odd > 0 {
		list = append(list, count(s.odd, "row", "rows")+" of PowerLog without time or name left out")
	}
	if s.left > 0 {
		list = append(list, fmt.Sprintf("%s of PowerLog older than the last %d of a kind left out", count(s.left, "row", "rows"), maxPowerRows))
	}
	return list
}

// wall is a moment of powerlogd's clock by the device's, with the offset in force then;
// for times before all offsets, the first.
func (s *powerScan) wall(at float64) Time {
	if i, exact := slices.BinarySearchFunc(s.offsets, at, func(o powerOffset, at float64) int { return cmp.Compare(o.from, at) }); len(s.offsets) > 0 {
		if !exact {
			i--
		}
		at += s.offsets[max(i, 0)].offset
	}
	return s.moment(at)
}

// moment is a moment of the device's clock; unknown when it is none at which a device ran.
func (s *powerScan) moment(seconds float64) Time {
	if !plausible(seconds) {
		return Time{}
	}
	t := unixTime(seconds, s.zone)
	s.log.First, s.log.Last = Earliest(s.log.First, t), Latest(s.log.Last, t)
	return t
}

// name keeps one copy of a name.
func (s *powerScan) name(text string) string {
	if len(text) > maxPowerName {
		return ""
	}
	if kept, ok := s.names[text]; ok {
		return kept
	}
	if len(s.names) == maxPowerNames {
		clear(s.names)
	}
	text = strings.Clone(text)
	s.names[text] = text
	return text
}

// maxPowerName is how long names are, bytes; longer ones are none. So many of them are
// remembered.
const (
	maxPowerName  = 256
	maxPowerNames = 1 << 14
)

// powerRow reads the values of a row.
type powerRow struct {
	s *powerScan
	v []sqlite.Value
}

func (r powerRow) number(i int) float64 {
	f, ok := r.v[i].Float()
	if !ok {
		return math.NaN()
	}
	return f
}

// integer is a value that is an integer, else the other one.
func (r powerRow) integer(i int, other int64) int64 {
	if n, ok := r.v[i].Int(); ok {
		return n
	}
	return other
}

func (r powerRow) text(i int) string { return r.s.name(r.v[i].Text()) }

// pid is a process id, NoPID when there is none.
func (r powerRow) pid(i int) int {
	if n := r.integer(i, NoPID); n > 0 && n < math.MaxInt32 {
		return int(n)
	}
	return NoPID
}
