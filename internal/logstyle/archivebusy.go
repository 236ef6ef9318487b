package logstyle

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// Where a timesync record of a boot has the boot's UUID and the wall time in ns, and the
// header of a .tracev3 file the UUID (reference: logarchive, sections 2.2 and 2.9).
const (
	timesyncBoot = 8
	timesyncWall = 32
	headerBoot   = 144
)

// BusyArchive is the log archive of a busy device, with at least size bytes of .tracev3
// files: a day of so many entries again and again, each under a boot of its own.
func BusyArchive(size int64, entries int) (a *archivetest.Archive, bytes int64) {
	day, _ := MakeArchive(Busy(entries, 1, DefaultRelevant), ArchiveOptions{Packed: true})
	a = &archivetest.Archive{Images: day.Images, Caches: day.Caches}
	for n := 0; bytes < size; n++ {
		timesync := slices.Clone(day.Timesync)
		boot := timesync[timesyncBoot : timesyncBoot+16]
		binary.BigEndian.PutUint16(boot, binary.BigEndian.Uint16(boot)+uint16(n)+1)
		wall := binary.LittleEndian.Uint64(timesync[timesyncWall:]) + uint64(n)*uint64(24*time.Hour)
		binary.LittleEndian.PutUint64(timesync[timesyncWall:], wall)
		a.Timesync = append(a.Timesync, timesync...)
		for i, f := range day.Traces {
			data := slices.Clone(f.Data)
			copy(data[headerBoot:], boot)
			a.Traces = append(a.Traces, archivetest.File{Path: fmt.Sprintf("Persist/%016x.tracev3", n*len(day.Traces)+i), Data: data})
			bytes += int64(len(data))
		}
	}
	return a, bytes
}
