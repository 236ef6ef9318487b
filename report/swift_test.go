package report

import (
	"strings"
	"testing"
)

func TestDemangle(t *testing.T) {
	for symbol, want := range map[string]string{
		// methods and functions
		"$s5Notes4SyncC5startyyF":                                 "Notes.Sync.start()",
		"$s5Notes4SyncC5startyySbF":                               "Notes.Sync.start(_:)",
		"$s5Notes4SyncC5start5after10completionySd_yycSgtF":       "Notes.Sync.start(after:completion:)",
		"$s5Notes4SyncC5start_5afterySi_SdtF":                     "Notes.Sync.start(_:after:)",
		"$s5Notes4SyncC5startyySi_SdtF":                           "Notes.Sync.start(_:_:)",
		"$s5Notes4SyncC5fetch3for10Foundation4DataVAF3URLV_tYaKF": "Notes.Sync.fetch(for:)",
		"$s5Notes6launchyyF":                                      "Notes.launch()",
		"$s5Notes4SyncC6sharedACvgZ":                              "Notes.Sync.shared.getter",
		"$s5Notes4SyncC5stateSivs":                                "Notes.Sync.state.setter",
		"$s5Notes4SyncC7handleryycSgvp":                           "Notes.Sync.handler",
		"$s5Notes4SyncC7handleryycvp":                             "Notes.Sync.handler",
		"$s5Notes4SyncCyS2icig":                                   "Notes.Sync.subscript.getter",
		"$s5Notes4SyncV2eeoiySbAC_ACtFZ":                          "Notes.Sync.==(_:_:)",
		"$s5Notes4SyncC4seenyySayACGF":                            "Notes.Sync.seen(_:)",
		"$s5Notes4SyncC4likeyyypF":                                "Notes.Sync.like(_:)",
		"$s5Notes4SyncC4withyyyXlF":                               "Notes.Sync.with(_:)",
		"$s5Notes4SyncC4failyys5Error_pF":                         "Notes.Sync.fail(_:)",
		"$s5Notes4SyncC4typeyyypXpF":                              "Notes.Sync.type(_:)",
		"$s5Notes4SyncC4swapyySizF":                               "Notes.Sync.swap(_:)",
		"$s5Notes4SyncC4bodyQryF":                                 "Notes.Sync.body()",
		"$s5Notes4SyncC3logyyypd_tF":                              "Notes.Sync.log(_:)",
		// word substitutions
		"$s9WordPress0aB11AppDelegateC29applicationDidEnterBackgroundyySo13UIApplicationCFTo": "WordPress.WordPressAppDelegate.applicationDidEnterBackground(_:)",
		"$s8NotesApp0aB8DelegateC3runyyF":              "NotesApp.NotesAppDelegate.run()",
		"$s5Notes9SyncStoreC4open04withC0yAA4NoteC_tF": "Notes.SyncStore.open(withStore:)",
		// what compilers append
		"$s5Notes13SceneDelegateC23sceneDidEnterBackgroundyySo7UISceneCFTo": "Notes.SceneDelegate.sceneDidEnterBackground(_:)",
		"$s5Notes4SyncC3run3forySi_tFTf4dn_n":                               "Notes.Sync.run(for:)",
		"$s5Notes4SyncC3runyyxlFSi_Tg5":                                     "Notes.Sync.run(_:)",
		"$s5Notes4SyncC3runyyYaFTY2_":                                       "Notes.Sync.run()",
		"$s5Notes4SyncC3runyyYaFTQ0_":                                       "Notes.Sync.run()",
		"$s5Notes4SyncC3runyyYaKFTu":                                        "Notes.Sync.run()",
		// closures
		"$s5Notes4SyncC5startyyFyycfU_":             "closure #1 in Notes.Sync.start()",
		"$s5Notes4SyncC5startyyFyyYaYbcfU0_TY2_":    "closure #2 in Notes.Sync.start()",
		"$s5Notes4SyncC5startyyFyycfU_yyXEfU1_TA":   "closure #3 in closure #1 in Notes.Sync.start()",
		"$s5Notes4SyncC5startyyFSbyXEfu_":           "implicit closure #1 in Notes.Sync.start()",
		"$s5Notes4SyncC5startyyFyyScMYccfU_":        "closure #1 in Notes.Sync.start()",
		"$s5Notes4SyncC5startyyF4stopL_yyF":         "Notes.Sync.start().stop()",
		"$s5Notes4SyncC4namexvpyyAA4NoteCcfU_":      "",
		"$s5Notes4SyncC5startyyFyySo7NSErrorCSgcfU": "",
		// initialisers
		"$s5Notes4SyncC3urlAC10Foundation3URLV_tcfC":                                     "Notes.Sync.init(url:)",
		"$s5Notes4SyncCACycfc":                                                           "Notes.Sync.init()",
		"$s5Notes4SyncCfd":                                                               "Notes.Sync.deinit",
		"$s5Notes4SyncC1xACSi_tc33_0123456789ABCDEF0123456789ABCDEFLlfc":                 "Notes.Sync.init(x:)",
		"$s5Notes3BoxVyACyxGxcfC":                                                        "Notes.Box.init(_:)",
		"$s5Notes4SyncC3run33_0123456789ABCDEF0123456789ABCDEFLLyyF":                     "Notes.Sync.run()",
		"$s5Notes6Hidden33_0123456789ABCDEF0123456789ABCDEFLLC3runyyF":                   "Notes.Hidden.run()",
		"$s5Notes4SyncC4sort2byyx_q_tr0_lF":                                              "",
		"$s5Notes4SyncC4sort2by1nyx_q_tr0_lF":                                            "Notes.Sync.sort(by:n:)",
		"$s5Notes4SyncC4sendyyxAA4NoteRzlF":                                              "Notes.Sync.send(_:)",
		"$s5Notes4SyncC4sendyyxAA4NoteCRbzlF":                                            "Notes.Sync.send(_:)",
		"$s5Notes4SyncC4sendyyxRlzClF":                                                   "Notes.Sync.send(_:)",
		"$s5Notes4SyncC4sendyyAA1AVy10RemoteKit1XVSiAA1YVAG0D1A1PAAyHCg_AiJ1QAAyHCg1_GF": "",
		"$s5Notes4SyncC4sendyy7ElementQzF":                                               "",
		"$s5Notes4SyncC4sendyySay10Foundation4DataVG_SDySSypGSgShySSGtF":                 "Notes.Sync.send(_:_:_:)",
		"$s5Notes4SyncC4sendyyAA4NoteC_A2FtF":                                            "Notes.Sync.send(_:_:_:)",
		"$s5Notes4SyncC4sendyySo17OS_dispatch_queueC_So0D6_grouptF":                      "",
		"$s5Notes4SyncC4sendyySo17OS_dispatch_queueC_So0D6_groupCtF":                     "Notes.Sync.send(_:_:)",
		"$s5Notes5StateO4nextACyF":                                                       "Notes.State.next()",
		"$s5Notes7StorageP4saveyyF":                                                      "Notes.Storage.save()",
		"$s5Notes4SyncC4sendyyyyXB_yyXCtF":                                               "Notes.Sync.send(_:_:)",
		"$s5Notes4SyncC4sendyySbXK_AA4NoteCXwAFXotF":                                     "",
		"$s5Notes4SyncC4weakAA4NoteCSgXwvp":                                              "Notes.Sync.weak",
		// extensions
		"$sSo13UIApplicationC5NotesE9beginSyncyyF":        "UIApplication.beginSync()",
		"$sSa5NotesE5chunk2bySayxGSi_tF":                  "Swift.Array.chunk(by:)",
		"$s10Foundation4DataV5NotesE6digestSSvg":          "Foundation.Data.digest.getter",
		"$sSo17OS_dispatch_queueC4sync7executeyyyXE_tFTO": "OS_dispatch_queue.sync(execute:)",
		"$sSTsRzrlE5NotesE5firstyyF":                      "",
		"$sSa5NotesAA4NoteCRszlE4saveyyF":                 "Swift.Array.save()",
		"$s5Notes4SyncC5start7optionsyAC7OptionsV_tF":     "Notes.Sync.start(options:)",
		"$s5Notes4SyncC5start7optionsyAC7OptionsV_tFfA_":  "",
		"$s5Notes4SyncC5start7optionsyAC7OptionsV_tKYbF":  "Notes.Sync.start(options:)",
		"$s5Notes4SyncC5start7optionsyAC7OptionsV_tYbKF":  "Notes.Sync.start(options:)",
		"$s5Notes4SyncC5start7optionsyAC7OptionsVn_tF":    "Notes.Sync.start(options:)",
		"$s5Notes4SyncC5start7optionsyAC7OptionsVYu_tF":   "Notes.Sync.start(options:)",
		"$s5Notes4SyncC5startyyAC5ErrorOYKF":              "Notes.Sync.start()",
		"$s5Notes4SyncC5startyySo8NSObjectCmF":            "Notes.Sync.start(_:)",
		"$s5Notes4SyncC5startyySo8NSObjectCXMTF":          "Notes.Sync.start(_:)",
		"$s5Notes4SyncC5startyyAA4Note_AA5StoreXcF":       "",
		"$s5Notes4SyncC5startyyAA4Note_So8NSObjectCXcF":   "Notes.Sync.start(_:)",
		"$s5Notes4SyncC5startyySo8NSObjectCAA4Note_XcF":   "",
		"$s5Notes4SyncC5startyyAA4Note_So8NSObjectCcXEF":  "",
		"$s5Notes4SyncC5startyy4Note5StoreP_AA4ItemPpF":   "Notes.Sync.start(_:)",
		"$s5Notes4SyncC5startyyq_d_tF":                    "Notes.Sync.start(_:)",
		"$s5Notes4SyncC5startyyqd__lF":                    "Notes.Sync.start(_:)",
		"$s5Notes4SyncC005startyyF":                       "",
		"$s5Notes4SyncC5startyyFTW":                       "",
		"$s5Notes4SyncC5startyyFTf4":                      "",
		"$s5Notes4SyncC5startyyFTfx":                      "",
		"$s5Notes4SyncC":                                  "",
		"$s5Notes":                                        "",
		"$s":                                              "",
		"$sF":                                             "",
		"$sTo":                                            "",
		"$s0a":                                            "",
		"$s5Notes0zC":                                     "",
		"$s5No":                                           "",
		"$s99999999999999999999999F":                      "",
		"$sA":                                             "",
		"$sA9999999a":                                     "",
		"$sAZ":                                            "",
		"$sS9999999i":                                     "",
		"$sS_":                                            "",
		"$sG":                                             "",
		"$st":                                             "",
		"$sE":                                             "",
		"$sp":                                             "",
		"$sX":                                             "",
		"$sY":                                             "",
		"$sf":                                             "",
		"$sv":                                             "",
		"$si":                                             "",
		"$sL":                                             "",
		"$so":                                             "",
		"$s5Notes2zzoi":                                   "",
		"$sR":                                             "",
		"$sr":                                             "",
		"$sq":                                             "",
		"$sQz":                                            "",
		"$sSg":                                            "",
		"$sZ":                                             "",
		"_ZN5Notes4SyncE":                                 "",
		"$s" + strings.Repeat("5Notes", longestSymbol):      "",
		"$s5Notes4SyncC5startyyF" + "\u00e9":                "",
		"$s5Notes4SyncC5startyyFA" + strings.Repeat("y", 9): "",
	} {
		got, ok := demangle(symbol)
		if got != want || ok != (want != "") {
			t.Errorf("demangle(%q) = %q, %t, want %q", symbol, got, ok, want)
		}
	}
}

func TestReadable(t *testing.T) {
	for in, want := range map[string]string{
		"FlushOutbox": "FlushOutbox",
		"Called by Notes, from $s5Notes4SyncC5startyyF":          "Called by Notes, from Notes.Sync.start()",
		"$s5Notes4SyncC5startyyF and $s5Notes4SyncCfd.":          "Notes.Sync.start() and Notes.Sync.deinit.",
		"Called by Notes, from -[SyncEngine didEnterBackground]": "Called by Notes, from -[SyncEngine didEnterBackground]",
		"US$s5Notes4SyncC5startyyF":                              "US$s5Notes4SyncC5startyyF",
		"costs 3$s":                                              "costs 3$s",
		"$s5Notes4SyncC5startyyFTW stays":                        "$s5Notes4SyncC5startyyFTW stays",
	} {
		if got := readable(in); got != want {
			t.Errorf("readable(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzDemangle(f *testing.F) {
	f.Add("$s5Notes4SyncC5start5after10completionySd_yycSgtF")
	f.Add("$s5Notes4SyncC5startyyFyycfU_yyXEfU1_TA")
	f.Fuzz(func(t *testing.T, s string) {
		if name, ok := demangle(s); ok && name == "" {
			t.Errorf("demangle(%q) is empty", s)
		}
	})
}
