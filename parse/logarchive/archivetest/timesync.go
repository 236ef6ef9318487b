package archivetest

// Boot is a boot of a timesync file.
type Boot struct {
	ID          UUID
	Num, Den    uint32
	Wall        int64 // ns since 1970 UTC
	MinutesWest int32
	Daylight    bool
	Syncs       []Sync
}

// Sync is a moment in both times.
type Sync struct {
	Ticks       uint64
	Wall        int64
	MinutesWest int32
	Daylight    bool
}

// Timesync writes a timesync file.
func Timesync(boots ...Boot) (b []byte) {
	flag := map[bool]uint32{true: 1}
	for _, boot := range boots {
		b = append(u32(u16(u16(b, 0xbbb0), 48), 0), boot.ID[:]...)
		b = u64(u32(u32(b, boot.Num), boot.Den), uint64(boot.Wall))
		b = u32(u32(b, uint32(boot.MinutesWest)), flag[boot.Daylight])
		for _, s := range boot.Syncs {
			b = u64(u64(u32(u16(u16(b, 0x7354), 32), 0), s.Ticks), uint64(s.Wall))
			b = u32(u32(b, uint32(s.MinutesWest)), flag[s.Daylight])
		}
	}
	return b
}
