package logstyle

import (
	"fmt"
	"hash/fnv"
)

// processPaths are where processes live that are not in /usr/libexec.
var processPaths = map[string]string{
	"":              "/kernel",
	"kernel":        "/kernel",
	"launchd":       "/sbin/launchd",
	"SpringBoard":   "/System/Library/CoreServices/SpringBoard.app/SpringBoard",
	"CommCenter":    "/System/Library/Frameworks/CoreTelephony.framework/Support/CommCenter",
	"dasd":          "/usr/libexec/dasd",
	"symptomsd":     "/usr/libexec/symptomsd",
	"powerd":        "/System/Library/CoreServices/powerd.bundle/powerd",
	"wifid":         "/usr/sbin/wifid",
	"bluetoothd":    "/usr/sbin/bluetoothd",
	"mDNSResponder": "/usr/sbin/mDNSResponder",
	"cfprefsd":      "/usr/sbin/cfprefsd",
	"notifyd":       "/usr/sbin/notifyd",
	"Notes":         "/private/var/containers/Bundle/Application/7B0E5D16-3C58-4B5E-9D3D-52A8C2F9E0B1/Notes.app/Notes",
}

func processPath(process string) string {
	if p, ok := processPaths[process]; ok {
		return p
	}
	return "/usr/libexec/" + process
}

// libraryPath is the path of the image that logged; an empty library is the
// process itself.
func libraryPath(process, library string) string {
	switch {
	case library == "":
		return processPath(process)
	case process == "kernel":
		return "/System/Library/Extensions/" + library + ".kext/" + library
	}
	return "/System/Library/PrivateFrameworks/" + library + ".framework/" + library
}

// userID is the numeric user a process runs as. launchd's records carry an
// uninitialised one.
func userID(process string) uint32 {
	switch process {
	case "", "kernel", "runningboardd", "wifid", "powerd":
		return 0
	case "launchd":
		return 0xAAAAAAAA
	}
	return 501
}

// imageUUID invents the UUID of an image from its name, without dashes.
func imageUUID(name string) string {
	h := fnv.New128a()
	h.Write([]byte(name))
	return fmt.Sprintf("%X", h.Sum(nil))
}
