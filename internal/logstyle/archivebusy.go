package logstyle

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
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

// BusyArchive is a log archive of a busy device as it lies in a folder.
type BusyArchive struct {
	Folder string // system_logs.logarchive
	Packed string // the same as the only thing in a sysdiagnose
	Bytes  int64  // of the .tracev3 files
}

// The names in the folder.
const (
	busyFolder = "system_logs.logarchive"
	busyPacked = "sysdiagnose_2026.06.09_14-00-00+0200_iPhone-OS_iPhone_" + archiveBuild
)

// WriteBusyArchive writes a log archive with at least size bytes of .tracev3 files.
func WriteBusyArchive(dir string, size int64) (b BusyArchive, err error) {
	b = BusyArchive{Folder: filepath.Join(dir, busyFolder), Packed: filepath.Join(dir, busyPacked+".tar.gz")}
	var a *archivetest.Archive
	a, b.Bytes = busyArchive(size)
	if err := a.WriteFolder(b.Folder); err != nil {
		return b, fmt.Errorf("writing the log archive: %w", err)
	}
	f, err := os.Create(b.Packed)
	if err != nil {
		return b, err
	}
	defer f.Close()
	if err := a.WriteTarGz(f, busyPacked); err != nil {
		return b, fmt.Errorf("writing the sysdiagnose: %w", err)
	}
	return b, f.Close()
}

// A day has at most busyEntries; one takes about busyEntry bytes.
const (
	busyEntries = 220_000
	busyEntry   = 64
)

// busyArchive repeats one day, each time under a boot of its own.
func busyArchive(size int64) (a *archivetest.Archive, bytes int64) {
	entries := int(min(size/busyEntry+100, busyEntries))
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
