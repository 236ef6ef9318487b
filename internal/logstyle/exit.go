package logstyle

import (
	"fmt"
	"strings"
	"time"
)

// exit is how a process ended: the triple that launchd tells RunningBoard, and
// FrontBoard's words for it.
type exit struct {
	namespace int
	code      uint64
	status    int // of wait4
	words     string
}

// gone writes the end of the process in the order of the system's daemons.
func (a *App) gone(e exit) {
	d := a.d
	d.Wait(15 * time.Millisecond)
	d.log(rbTTL, Default, "%{public}@ termination reported by launchd (%u, %llu, %u)", a.process(), fmt.Sprint(e.namespace), fmt.Sprint(e.code), fmt.Sprint(e.status))
	d.log(rbProcess, Default, "Removing process: %{public}@", a.process())
	d.log(rbProcess, Default, "Removing assertions for terminated process: %{public}@", a.process())
	d.log(fbProcess, Default, "%{public}@ Now flagged as pending exit for reason: %{public}@", a.frontProcess(), "workspace client connection invalidated")
	d.log(fbWorkspace, Default, "%{public}@ Invalidating workspace.", a.frontProcess())
	d.log(fbProcess, Default, "%{public}@ Process exited: %{public}@.", a.frontProcess(), "<RBSProcessExitContext| "+e.words+">")
	a.taskState("Not Running")
	a.springBoardState("Not Running", "Unknown")
	d.log(rbTTL, Default, "%{public}@ job reported to RB as removed", a.process())
	a.calculated("none", "None")
	a.seenGone()
	*a = App{Bundle: a.Bundle, Name: a.Name, d: d}
}

// terminate writes RunningBoard's kill with its context; more are the lines
// that FrontBoard adds to the explanation.
func (a *App) terminate(domain int, code uint64, why, report string, more ...string) {
	resistance := "Interactive"
	if domain == 15 {
		resistance = "Absolute"
	}
	context := fmt.Sprintf("<RBSTerminateContext| domain:%d code:0x%X explanation:%s reportType:%s maxTerminationResistance:%s>",
		domain, code, strings.Join(append([]string{why}, more...), "\n"), report, resistance)
	a.d.log(rbProcess, Default, "%{public}@ Terminating with context: %{public}@", a.process(), context)
}

// states are the two lines that FrontBoard adds to an explanation.
func (a *App) states() []string {
	visibility, state := "Background", "Running"
	if a.visible {
		visibility = "Foreground"
	}
	if a.frozen {
		state = "Suspended"
	}
	return []string{"ProcessVisibility: " + visibility, "ProcessState: " + state}
}

// ForceQuit removes the app in the app switcher.
func (a *App) ForceQuit() {
	a.d.log(sbCommon, Default, "SBWorkspaceTerminateApplication: %{public}@: %@", a.Bundle, `"killed from app switcher"`)
	a.terminate(10, 0xDEADFA11, "killed from app switcher", "None", a.states()...)
	a.gone(exit{10, 0xDEADFA11, 9, "specific, status:<RBSProcessExitStatus| domain:frontboard(10) code:user-quit(0xdeadfa11)>"})
	a.seenQuit()
}

// Exit is exit(0) or a return from main.
func (a *App) Exit() { a.gone(exit{0, 0, 0, "voluntary"}) }

// Crash ends the process by a signal; a crash report is written.
func (a *App) Crash(signal int, name string) {
	d := a.d
	d.log(reportCrash, Default, "Formulating fatal %d report for corpse[%d] %{public}@", "309", fmt.Sprint(a.PID), a.Name)
	a.gone(exit{2, uint64(signal), signal, fmt.Sprintf("specific, status:<RBSProcessExitStatus| domain:signal(2) code:%s(%d)>", name, signal)})
}

// JetsamLimit kills the app for its own use of memory.
func (a *App) JetsamLimit() {
	a.d.log(kernel, Default, "%lu.%03d memorystatus: killing_specific_process pid %d [%s] (%s %d %llus rf:%s type:%s) %lluKB - memorystatus_available_pages: %llu",
		fmt.Sprint(int(a.d.awake.Seconds())), "412", fmt.Sprint(a.PID), a.Name, "per-process-limit", "100", "61", "-", "app", "2149376", "18233")
	a.gone(exit{1, 7, 9, "specific, status:<RBSProcessExitStatus| domain:jetsam(1) code:7>"})
}

// JetsamPressure kills the suspended app because others need its memory.
func (a *App) JetsamPressure() {
	a.d.log(kernel, Default, "%lu.%03d memorystatus: killing_top_process_elevated%d pid %d [%s] (%s %d %llus rf:%s type:%s) %lluKB - memorystatus_available_pages: %llu",
		fmt.Sprint(int(a.d.awake.Seconds())), "007", "0", fmt.Sprint(a.PID), a.Name, "vm-pageshortage", "0", "1204", "-", "app", "184320", "4021")
	a.gone(exit{1, 4, 9, "specific, status:<RBSProcessExitStatus| domain:jetsam(1) code:4>"})
}

// Watchdog kills the app because its main thread did not answer a scene update.
func (a *App) Watchdog() {
	states := append(a.states(), "WatchdogEvent: scene-update", "WatchdogVisibility: Background", "WatchdogCPUStatistics: (",
		`"Elapsed total CPU time (seconds): 14.210 (user 9.870, system 4.340), 23% CPU",`, `"Elapsed application CPU time (seconds): 0.031, 0% CPU"`, ")")
	a.terminate(10, 0x8BADF00D, fmt.Sprintf("scene-update watchdog transgression: %s:%d exhausted real (wall clock) time allowance of 10.00 seconds", a.identity(), a.PID), "CrashLog", states...)
	a.gone(exit{10, 0x8BADF00D, 9, "specific, status:<RBSProcessExitStatus| domain:frontboard(10) code:watchdog(0x8badf00d)>"})
}

// FileLock kills the suspended app because it holds a lock on a shared file.
func (a *App) FileLock() {
	const file = "/private/var/mobile/Containers/Shared/AppGroup/41E0B3B4-8E5C-4E3B-9D84-2AC7B51D0F66/outbox.sqlite"
	const allowed = "/private/var/mobile/Containers/Data/Application/0D5C1A86-0B3B-4C6E-8F2A-7E5A90C4D713"
	a.d.logArgs(rbProcess, Error, "%{public}@ suspended with locked system files:\n%@", public(a.process()), private(file))
	a.d.logArgs(rbProcess, Error, "%{public}@ locked files not in allowed directories: %@", public(a.process()), private(allowed+"/tmp\n"+allowed))
	a.terminate(15, 0xDEAD10CC, fmt.Sprintf("%s was suspended with locked system files:\n%s\nnot in allowed directories:\n%s/tmp\n%s", a.process(), file, allowed, allowed), "CrashLog")
	a.gone(exit{15, 0xDEAD10CC, 9, "specific, status:<RBSProcessExitStatus| domain:runningboard(15) code:0xdead10cc>"})
}

// CPULimit notes that the app used too much CPU; RunningBoard takes its
// assertions away.
func (a *App) CPULimit() {
	a.d.log(kernel, Default, "process %s[%d] thread %llu caught burning CPU! It used more than %d%% CPU over %u seconds", a.Name, fmt.Sprint(a.PID), "5210", "80", "60")
	a.d.log(rbProcess, Default, "%{public}d violated CPU limit; removing %{public}lu assertions", fmt.Sprint(a.PID), "1")
}

// CPUKill is CPULimit where the limit is fatal.
func (a *App) CPUKill() {
	a.CPULimit()
	a.gone(exit{2, 9, 9, "specific, status:<RBSProcessExitStatus| domain:signal(2) code:SIGKILL(9)>"})
}

// Thermal kills the app because the device is too hot.
func (a *App) Thermal() {
	states := append(a.states(), "ThermalInfo: (", `"Thermal Level:   12",`, `"Thermal Sensors: 0"`, ")")
	a.terminate(10, 0xC00010FF, "%CPU:                41.92% (sampled for 10.0 s)", "CrashLog", states...)
	a.gone(exit{10, 0xC00010FF, 9, "specific, status:<RBSProcessExitStatus| domain:frontboard(10) code:thermal-pressure(0xc00010ff)>"})
}
