package parse

import (
	"strconv"
	"time"
)

// appiumJSON is a syslog that Appium hands out (the log type syslog of
// appium-xcuitest-driver): every line of the device's or simulator's log as one
// object with the moment of its arrival. A message of several lines is several
// objects.
//
//	{"timestamp":1773602058861,"level":"ALL","message":"2026-03-15 14:14:18.432 Df Notes[4242:684b] message"}
var appiumJSON = &format{
	name:  "appium",
	about: "Appium's syslog as JSON",
	starts: func(line []byte) bool {
		return objectStart(line) >= 0 && arrival(line) > 0 && wrapsStart(line, appiumSlot, appiumLines) != nil
	},
	wanted: func(raw []byte, in *Interest) bool {
		line := unwrap(raw, appiumSlot)
		defer line.release()
		f := startOf(line.text, appiumLines)
		return f == nil || f.wanted(line.text, in) // damaged: let record count it
	},
	record: func(raw []byte, rec *Record) bool {
		line := unwrap(raw, appiumSlot)
		defer line.release()
		f := startOf(line.text, appiumLines)
		if f == nil || !f.record(clean(line.text), rec) {
			return false
		}
		rec.stamp = placed(rec.stamp, arrival(raw))
		return true
	},
	stamp: func(raw []byte) (stamp, bool) {
		line := unwrap(raw, appiumSlot)
		defer line.release()
		f := startOf(line.text, appiumLines)
		if f == nil {
			return stamp{}, false
		}
		st, ok := f.stamp(line.text)
		return placed(st, arrival(raw)), ok
	},
	noise: isBracket,
}

// appiumLines are the formats that Appium passes on: `log stream --style compact`
// of a simulator, the relay of a device.
var appiumLines = []*format{logCompact, logDefault, logSyslog, idevicesyslog}

func appiumSlot(key []byte) slot {
	switch string(key) {
	case "timestamp":
		return slotMillis
	case "level":
		return slotLevel
	case "message":
		return slotLine
	}
	return slotNone
}

// arrival returns when a line reached Appium, in milliseconds since 1970 UTC; 0
// when the object is not Appium's. The level is always ALL.
func arrival(line []byte) int64 {
	var v fields
	v.collect(firstLine(line), appiumSlot, slotSet(slotMillis, slotLevel, slotLine))
	if string(v.of(line, slotLevel)) != "ALL" {
		return 0
	}
	ms, err := strconv.ParseInt(string(v.of(line, slotMillis)), 10, 64)
	if err != nil || ms < 1e12 || ms >= 1e13 { // 2001 to 2286
		return 0
	}
	return ms
}

// Zones lie quarters of an hour apart, and a line arrives after it was written,
// give or take what clocks differ.
const (
	zoneStep  = 15 * 60 * 1_000_000
	clockSkew = 60 * 1_000_000
)

// placed gives a stamp the zone, and the year, that its line's arrival proves:
// Appium's own time is UTC, the line's is local.
func placed(st stamp, ms int64) stamp {
	if ms == 0 || !st.clock || st.zone || !st.date && !st.noYear {
		return st
	}
	us, at := st.us, ms*1000
	if st.noYear {
		t := time.UnixMicro(us).UTC()
		for year := time.UnixMilli(ms).UTC().Year() - 1; ; year++ {
			us = time.Date(year, t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC).UnixMicro()
			if us-at > -183*dayMicros {
				break
			}
		}
	}
	steps := (us-at-clockSkew+1000*zoneStep+zoneStep-1)/zoneStep - 1000
	off := steps * zoneStep / 1_000_000
	if off < -12*3600 || off > 14*3600 {
		return st
	}
	return stamp{us: us, off: int32(off), zone: true, date: true, clock: true}
}
