package complete

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Fish writes a script for a folder completions/, or to be sourced.
func Fish(app *kong.Application, sources Sources) string {
	all := commands(app, sources)
	var b strings.Builder
	fmt.Fprintf(&b, fishHead, app.Name)
	for _, c := range all {
		if taking := c.taking(); len(taking) > 0 {
			for i, t := range taking {
				taking[i] = fishQuote(t)
			}
			fmt.Fprintf(&b, "            case %s\n                set skip 1\n", strings.Join(taking, " "))
		}
		for _, below := range c.commands {
			fmt.Fprintf(&b, "            case %s\n                set at %s\n", fishQuote(c.path+" "+below.name()), fishQuote(below.path))
		}
		if c.fallback != "" {
			fmt.Fprintf(&b, "            case %s\n            case %s\n                set at %s\n",
				fishQuote(c.path+" -*"), fishQuote(c.path+" *"), fishQuote(c.fallback))
		}
	}
	fmt.Fprintf(&b, fishMiddle, app.Name)
	for _, c := range all {
		at := fmt.Sprintf("complete -c %s -n %s", app.Name, fishQuote("__"+app.Name+"_at "+fishQuote(c.path)))
		if c.args == nil || !c.args.Files {
			fmt.Fprintf(&b, "%s -f\n", at)
		}
		for _, below := range c.commands {
			fmt.Fprintf(&b, "%s -a %s -d %s\n", at, fishQuote(below.name()), fishQuote(below.help))
		}
		if c.args != nil && len(c.args.Words) > 0 {
			fmt.Fprintf(&b, "%s -a %s\n", at, fishQuote(fishWords(c.args)))
		}
		for _, f := range c.flags {
			b.WriteString(at)
			if f.short != "" {
				b.WriteString(" -s " + f.short)
			}
			b.WriteString(" -l " + f.long)
			if f.value != nil {
				b.WriteString(map[bool]string{true: " -r -F", false: " -x"}[f.value.Files])
				if len(f.value.Words) > 0 {
					words := fishWords(f.value)
					if f.value.WithPath {
						words += " (__" + app.Name + "_paths)"
					}
					b.WriteString(" -a " + fishQuote(words))
				}
			}
			fmt.Fprintf(&b, " -d %s\n", fishQuote(f.help))
		}
	}
	return b.String()
}

// fishWords lists words for -a: what stands behind a tab is shown beside the word.
func fishWords(s *Source) string {
	var list []string
	for _, w := range s.Words {
		text := w.Text
		if w.Help != "" {
			text += "\t" + w.Help
		}
		list = append(list, fishQuote(text))
	}
	return strings.Join(list, " ")
}

// fishQuote makes one word of s for fish.
func fishQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
}

const fishHead = `# Completion of %[1]s for fish. For this shell:  %[1]s completion fish | source

# Whether the words before the cursor name this command.
function __%[1]s_at
    set -l at ''
    set -l skip
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip
            continue
        end
        switch "$at $word"
`

const fishMiddle = `        end
    end
    test "$at" = "$argv[1]"
end

# Paths behind a word and "=".
function __%[1]s_paths
    set -l parts (string split -m 1 = -- (string replace -r '^--[^=]*=' '' -- (commandline -ct)))
    if set -q parts[2]
        for path in (__fish_complete_path $parts[2])
            echo $parts[1]=$path
        end
    end
end

complete -c %[1]s -e
`
