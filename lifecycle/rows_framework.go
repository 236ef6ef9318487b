package lifecycle

// What the runtimes of cross-platform frameworks write of an exception that nothing has
// caught, before they abort or the system's own runtime does.
var frameworkRows = []*Row{
	{
		// TiExceptionHandler.m, through NSLog (tidev/titanium-sdk; posted in bguidolim/TiNowPlaying#7)
		ID: "titanium.exception", From: fromAnyone, Kind: AppAborted, Origin: SDK, Seen: "8-10",
		Format: "The application has crashed with an uncaught exception '%@'", Fields: "thrown",
		Example: "The application has crashed with an uncaught exception 'NSGenericException'.\nReason:\nexample",
	},
	{
		// as its command line tool prints it (williamrijksen/com.williamrijksen.onesignal#39)
		ID: "titanium.exception_tool", From: fromAnyone, Kind: AppAborted, Origin: SDK, Seen: "8-10",
		Format: "[ERROR] :  The application has crashed with an uncaught exception '%@'", Fields: "thrown",
		Example: "[ERROR] :  The application has crashed with an uncaught exception 'NSGenericException'.",
	},
	{
		// NativeScriptException.mm and JSErrors.mm (NativeScript/ios; posted in NativeScript/NativeScript#5253);
		// a worker's thread that ends has other words
		ID: "nativescript.fatal", From: fromAnyone, Kind: AppAborted, Origin: SDK, Seen: "8-16",
		Format:  "***** Fatal JavaScript exception - application has been terminated.",
		Example: "***** Fatal JavaScript exception - application has been terminated. *****",
	},
	{
		// without the asterisks, where those are Markdown (ProgressNS/nativescript-ui-samples-angular#61)
		ID: "nativescript.fatal_bare", From: fromAnyone, Kind: AppAborted, Origin: SDK, Seen: "10",
		Format:  "Fatal JavaScript exception - application has been terminated.",
		Example: "Fatal JavaScript exception - application has been terminated.",
	},
	{
		// runtime/runtime.m, which then aborts (dotnet/macios); posted with the exception on the next line
		ID: "xamarin.unhandled", From: fromAnyone, Kind: AppAborted, Origin: SDK, Seen: "9-17",
		Format: "Unhandled managed exception:%@", Fields: "thrown",
		Example: "Unhandled managed exception: Operation is not valid due to the current state of the object. (System.InvalidOperationException)",
	},
	{
		// the same file's handler of exceptions that nothing in Objective-C has caught
		// (SimonSimCity/Xamarin-CrossDownloadManager#28)
		ID: "xamarin.objc", From: fromAnyone, Kind: AppAborted, Origin: SDK, Seen: "9-14",
		Format: "Xamarin.iOS: Received unhandled ObjectiveC exception: %@", Fields: "thrown",
		Example: "Xamarin.iOS: Received unhandled ObjectiveC exception: NSInvalidArgumentException *** setObjectForKey: key cannot be nil",
	},
	{
		ID: "xamarin.objc_dotnet", From: fromAnyone, Kind: AppAborted, Origin: SDK, Seen: "15-17 (the documentation of dotnet/macios)",
		Format: "Microsoft.iOS: Received unhandled ObjectiveC exception: %@", Fields: "thrown",
		Example: "Microsoft.iOS: Received unhandled ObjectiveC exception: NSInvalidArgumentException *** setObjectForKey: key cannot be nil",
	},
	{
		// Expo's development client, in the console of its bundler (EXDevLauncherUncaughtExceptionHandler.swift
		// of expo/expo; posted in Rapsssito/react-native-background-actions#180)
		ID: "expo.crashed", From: fromAnyone, Kind: AppAborted, Inside: true, Origin: SDK, Seen: "16-18",
		Format: "Your app just crashed. See the error below.\n%@", Fields: "thrown",
		Example: "Your app just crashed. See the error below.\nNSInternalInconsistencyException: Outbox is closed",
	},
	{
		// ReportUnhandledException in RuntimeUtils.kt of Kotlin/Native, on the standard output
		// (posted in InsertKoinIO/koin#2221)
		ID: "kotlin.uncaught", From: fromAnyone, Kind: AppAborted, Origin: SDK, Seen: "15-18",
		Format: "Uncaught Kotlin exception: %@", Fields: "thrown",
		Example: "Uncaught Kotlin exception: kotlin.IllegalStateException: Outbox is closed",
	},
}
