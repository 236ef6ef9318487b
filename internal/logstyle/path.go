package logstyle

import (
	"fmt"
	"hash/fnv"
)

// processPaths are where the system's processes live that are not in /usr/libexec.
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
}

// processPath is the path of the program that logged.
func processPath(e *Entry) string {
	if e.App {
		u := imageUUID(e.Process)
		return fmt.Sprintf("/private/var/containers/Bundle/Application/%s-%s-%s-%s-%s/%s.app/%[6]s", u[:8], u[8:12], u[12:16], u[16:20], u[20:], e.Process)
	}
	if p, ok := processPaths[e.Process]; ok {
		return p
	}
	return "/usr/libexec/" + e.Process
}

// libraryPath is the path of the image that logged; an empty library is the
// process itself.
func libraryPath(e *Entry) string {
	switch {
	case e.Library == "":
		return processPath(e)
	case e.Process == "kernel":
		return "/System/Library/Extensions/" + e.Library + ".kext/" + e.Library
	}
	return "/System/Library/PrivateFrameworks/" + e.Library + ".framework/" + e.Library
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
