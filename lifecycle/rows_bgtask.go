package lifecycle

// Events of the BackgroundTasks framework in the app's process, and of its errors
// and exceptions as apps and runtimes print them.
const (
	BGTaskNotAdvertised        EventKind = "bgtask-not-advertised"        // the identifier is not in the installed app's Info.plist
	BGTaskError                EventKind = "bgtask-error"                 // BGTaskSchedulerErrorDomain, with its code; the number decides, never the text around it
	BGTaskNoHandler            EventKind = "bgtask-no-handler"            // exception: submitted, or launched, without a registered handler
	BGTaskAssertionFailed      EventKind = "bgtask-assertion-failed"      // what comes before such an exception, with its place in Apple's source
	BGTaskRegisteredTwice      EventKind = "bgtask-registered-twice"      // exception
	BGTaskRegisteredLate       EventKind = "bgtask-registered-late"       // exception: after the app had finished launching
	BGTaskIdentifierInvalid    EventKind = "bgtask-identifier-invalid"    // too long, or no form for continued processing
	BGTaskResourcesUnsupported EventKind = "bgtask-resources-unsupported" // GPU asked for where there is none
	BGTaskSimulated            EventKind = "bgtask-simulated"             // by a debugger command
	BGTaskNothingScheduled     EventKind = "bgtask-nothing-scheduled"     // simulated without a pending request
	BGTaskNoExpirationHandler  EventKind = "bgtask-no-expiration-handler" // it had to expire, and there was none
	BGTaskNotCompleted         EventKind = "bgtask-not-completed"         // the task object went without setTaskCompleted
)

// fromBackgroundTasks is the framework in any app.
var fromBackgroundTasks = Writer{
	Images:     []string{"BackgroundTasks"},
	Subsystems: []string{"com.apple.BackgroundTasks"},
}

var bgtaskRows = []*Row{
	{
		ID: "bgt.register_rejected", From: fromBackgroundTasks, Kind: BGTaskNotAdvertised, Inside: true, Level: "error", Seen: "26.1",
		Format: "Registration rejected; %@ is not advertised in the application's Info.plist", Fields: "identifier",
		Example: "Registration rejected; com.example.notes.refresh is not advertised in the application's Info.plist",
	},
	{
		ID: "bgt.submit_not_in_plist", From: fromBackgroundTasks, Kind: BGTaskNotAdvertised, Level: "error", Seen: "26.1-26.2",
		Format: "%{public}@ is not advertised in the application's Info.plist", Fields: "identifier",
		Example: "com.example.notes.refresh is not advertised in the application's Info.plist",
	},
	{
		ID: "bgt.unsupported_resources", From: fromBackgroundTasks, Kind: BGTaskResourcesUnsupported, Level: "error", Seen: "26.1",
		Format: "%{public}@ requested an unsupported set of resources: %{public}@", Fields: "identifier resources",
		Example: "com.example.notes.export requested an unsupported set of resources: 1",
	},
	{
		ID: "bgt.id_too_long", From: fromBackgroundTasks, Kind: BGTaskIdentifierInvalid, Inside: true, Level: "error", Seen: "26.1",
		Format: "Identifier is too long, must be less than 128 characters: %@", Fields: "identifier",
		Example: "Identifier is too long, must be less than 128 characters: com.example.notes.refresh",
	},
	{
		ID: "bgt.wildcard_bad", From: fromBackgroundTasks, Kind: BGTaskIdentifierInvalid, Inside: true, Level: "error", Seen: "26.1",
		Format: "Invalid identifier form for Continued Processing Task: %@", Fields: "identifier",
		Example: "Invalid identifier form for Continued Processing Task: com.example.notes.export",
	},
	{
		ID: "bgt.no_exp_handler", From: fromBackgroundTasks, Kind: BGTaskNoExpirationHandler, Inside: true, Level: "error", Seen: "26.1",
		Format: "Client didn't provide an expiration handler for task %{public}@, completing with NO success for them", Fields: "task",
		Example: "Client didn't provide an expiration handler for task <BGAppRefreshTask: com.example.notes.refresh>, completing with NO success for them",
	},
	{
		ID: "bgt.dealloc", From: fromBackgroundTasks, Kind: BGTaskNotCompleted, Level: "error", Seen: "26.1",
		Format: "%{public}@ dealloc'd without completing. This is a programmer error.", Fields: "task",
		Example: "Task <BGAppRefreshTask: com.example.notes.refresh> dealloc'd without completing. This is a programmer error.",
	},
	{
		ID: "bgt.dealloc_short", From: fromBackgroundTasks, Kind: BGTaskNotCompleted, Level: "error",
		Format: "%{public}@ dealloc'd without completing", Fields: "task",
		Example: "Task <BGAppRefreshTask: com.example.notes.refresh> dealloc'd without completing",
	},
	{
		ID: "bgt.sim_not_scheduled", From: fromBackgroundTasks, Kind: BGTaskNothingScheduled, Inside: true, Level: "error", Seen: "13-16",
		Format: "No task request with identifier %{public}@ has been scheduled", Fields: "identifier",
		Example: "No task request with identifier com.example.notes.refresh has been scheduled",
	},
	{
		ID: "bgt.no_handler", From: fromAnyone, Kind: BGTaskNoHandler, Inside: true, Seen: "13-26.1",
		Format: "No launch handler registered for task with identifier %@", Fields: "identifier",
		Example: "No launch handler registered for task with identifier com.example.notes.refresh",
	},
	{
		// a plug-in's error where the app delegate does not register its processing tasks; "procssing" is its own
		ID: "sdk.tsfetch_not_registered", From: fromAnyone, Kind: BGTaskNoHandler, Inside: true, Origin: SDK,
		Seen:    "13 and later (a posted log: transistorsoft/react-native-background-fetch#514)",
		Format:  "Background procssing task was not registered in AppDelegate",
		Example: "Failed to submit task request: Error Domain=TSBackgroundFetch Code=0 \"Background procssing task was not registered in AppDelegate didFinishLaunchingWithOptions.  See iOS Setup Guide.\"",
	},
	{
		// the same as it is posted with the word put right
		ID: "sdk.tsfetch_not_registered_spelled", From: fromAnyone, Kind: BGTaskNoHandler, Inside: true, Origin: SDK,
		Seen:    "18 (a posted log: transistorsoft/flutter_background_fetch#380)",
		Format:  "Background processing task was not registered in AppDelegate",
		Example: "PlatformException(0, Background processing task was not registered in AppDelegate didFinishLaunchingWithOptions. See iOS Setup Guide., null, null)",
	},
	{
		ID: "bgt.assertion", From: fromAnyone, Kind: BGTaskAssertionFailed, Inside: true, Seen: "13-26.1",
		Format: "Assertion failure in -[BGTaskScheduler %@", Fields: "place",
		Example: "*** Assertion failure in -[BGTaskScheduler _handleSubmissionWithoutRegistrationForTaskRequest:error:], BGTaskScheduler.m:350",
	},
	{
		ID: "bgt.register_dup", From: fromAnyone, Kind: BGTaskRegisteredTwice, Inside: true, Seen: "13-26.1",
		Format: "Launch handler for task with identifier %@ has already been registered", Fields: "identifier",
		Example: "Launch handler for task with identifier com.example.notes.refresh has already been registered",
	},
	{
		ID: "bgt.register_late", From: fromAnyone, Kind: BGTaskRegisteredLate, Inside: true, Cited: true, Seen: "13-18",
		Format:  "All launch handlers must be registered before application finishes launching",
		Example: "All launch handlers must be registered before application finishes launching",
	},
	{
		// as people write it in a sentence
		ID: "bgt.register_late_small", From: fromAnyone, Kind: BGTaskRegisteredLate, Inside: true, Cited: true, Seen: "18 (public notes of several apps)",
		Format:  "all launch handlers must be registered before application finishes launching",
		Example: "it violates \"all launch handlers must be registered before application finishes launching\" and crashes",
	},
	bgtaskCodeRow,
	bgtaskUnrecognizedRow,
	{
		ID: "bgt.err_short", From: fromAnyone, Kind: BGTaskError, Inside: true, Seen: "13 and later",
		Format: "BGTaskSchedulerErrorDomain error %ld", Fields: "code",
		Example: "The operation couldn’t be completed. (BGTaskSchedulerErrorDomain error 3.)",
	},
	{
		// by name of its class alone
		ID: "bgt.err_class", From: fromAnyone, Kind: BGTaskError, Inside: true, Seen: "18-26 (public notes of several apps)",
		Format: "BGTaskScheduler error %ld", Fields: "code",
		Example: "submit throws BGTaskScheduler error 1 (unavailable)",
	},
	{
		ID: "bgt.err_class_title", From: fromAnyone, Kind: BGTaskError, Inside: true, Seen: "18-26 (public notes of several apps)",
		Format: "BGTaskScheduler Error %ld", Fields: "code",
		Example: "BGTaskScheduler Error 3",
	},
	{
		// as apps and translations of Foundation write it
		ID: "bgt.err_spelled", From: fromAnyone, Kind: BGTaskError, Inside: true,
		Format: "BGTaskSchedulerErrorDomain%@", Fields: "spelled",
		Example: "NSError(domain: \"BGTaskSchedulerErrorDomain\", code: 1, userInfo: nil)",
	},
}

// bgtaskCodeRow is the message to which the others about an error come down.
var bgtaskCodeRow = &Row{
	ID: "bgt.err_code", From: fromAnyone, Kind: BGTaskError, Inside: true, Seen: "13 and later",
	Format: "BGTaskSchedulerErrorDomain Code=%ld", Fields: "code",
	Example: "Could not schedule app refresh: Error Domain=BGTaskSchedulerErrorDomain Code=3 \"(null)\"",
}

// bgtaskUnrecognizedRow is the only key of such an error's userInfo, with code 3 alone
// (reference, BGTaskScheduler.m). Plug-ins print it without domain and code.
var bgtaskUnrecognizedRow = &Row{
	ID: "bgt.err_unrecognized", From: fromAnyone, Kind: BGTaskError, Inside: true, Seen: "18-26 (posted logs of plug-ins)",
	Format: "Unrecognized Identifier=%@", Fields: "unrecognized",
	Example: "Could not schedule app refresh: Unrecognized Identifier=com.example.notes.refresh",
}
