package complete

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Bash writes a script for bash 3.2 (that of macOS) and later.
func Bash(app *kong.Application, sources Sources) string {
	all := commands(app, sources)
	var b strings.Builder
	fmt.Fprintf(&b, bashHead, app.Name)
	// Where the words so far lead.
	b.WriteString("        case \"$at $word\" in\n")
	for _, c := range all {
		if taking := c.taking(); len(taking) > 0 {
			fmt.Fprintf(&b, "        %s) skip=1 ;;\n", alternatives(taking))
		}
		for _, below := range c.commands {
			fmt.Fprintf(&b, "        %s) at=%s ;;\n", quote(c.path+" "+below.name()), quote(below.path))
		}
		if c.fallback != "" {
			fmt.Fprintf(&b, "        %s) ;;\n        %s) at=%s ;;\n", quote(c.path+" -")+"*", quote(c.path+" ")+"*", quote(c.fallback))
		}
	}
	b.WriteString(bashValues)
	for _, c := range all {
		for _, f := range c.flags {
			if f.value == nil || !f.value.Files && len(f.value.Words) == 0 {
				continue
			}
			spellings := f.spellings()
			for i, s := range spellings {
				spellings[i] = c.path + " " + s
			}
			fmt.Fprintf(&b, "    %s) words=%s; files=%s; paths=%s ;;\n", alternatives(spellings),
				quote(strings.Join(f.value.texts(), " ")), yes(f.value.Files), yes(f.value.WithPath))
		}
	}
	b.WriteString(bashArguments)
	for _, c := range all {
		var words []string
		for _, below := range c.commands {
			words = append(words, below.name())
		}
		files := false
		if c.args != nil {
			words, files = append(words, c.args.texts()...), c.args.Files
		}
		fmt.Fprintf(&b, "    %s) options=%s; words=%s; files=%s ;;\n", quote(c.path),
			quote(strings.Join(c.options(), " ")), quote(strings.Join(words, " ")), yes(files))
	}
	fmt.Fprintf(&b, bashTail, app.Name)
	return b.String()
}

func yes(b bool) string {
	if b {
		return "1"
	}
	return ""
}

const bashHead = `# Completion of %[1]s for bash. For this shell:  source <(%[1]s completion bash)

_%[1]s() {
    local IFS=$' \t\n' at='' word='' flag='' value='' skip='' only='' words='' files='' paths='' options='' i last
    # readline breaks words at "=" too; put them together again.
    local line=()
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        last=$((${#line[@]} - 1))
        if ((last >= 0)) && [[ $word == '='* || ( ${line[last]} == *= && ${COMP_WORDS[i-1]} == '=' ) ]]; then
            line[last]+=$word
        else
            line+=("$word")
        fi
    done
    last=$((${#line[@]} - 1))
    ((last >= 0)) || return
    # The command that the words so far name, and the flag that waits for its value.
    for ((i = 0; i < last; i++)); do
        word=${line[i]}
        if [[ $skip ]]; then
            skip=
            continue
        fi
        if [[ $word == -- ]]; then
            only=1
            break
        fi
        flag=$word
`

const bashValues = `        esac
    done
    value=${line[last]}
    if [[ $only ]]; then
        COMPREPLY=()
        return # paths, by the shell itself
    fi
    if [[ ! $skip && $value == --*=* ]]; then
        flag=${value%%=*}
        value=${value#*=}
        skip=1
    fi
    if [[ $skip ]]; then
    case "$at $flag" in
`

const bashArguments = `    esac
    if [[ $paths && $value == *=* ]]; then
        words=
        files=1
    fi
    else
    case $at in
`

const bashTail = `    esac
    if [[ $value == -* ]]; then
        words=$options
        files=
    fi
    fi
    COMPREPLY=($(compgen -W "$words" -- "$value"))
    if [[ $COMP_WORDBREAKS != *=* && ${line[last]} == --*=* ]]; then
        COMPREPLY=("${COMPREPLY[@]/#/$flag=}") # the shell replaces the whole word
    fi
    if [[ $files ]]; then
        # Without words the shell completes paths itself, in its own way.
        if ((${#COMPREPLY[@]})) && type compopt > /dev/null 2>&1; then
            compopt -o filenames 2> /dev/null
            while IFS= read -r i; do COMPREPLY+=("$i"); done < <(compgen -f -- "$value")
        fi
    elif type compopt > /dev/null 2>&1; then
        compopt +o default +o bashdefault 2> /dev/null
    fi
}

complete -o default -o bashdefault -F _%[1]s %[1]s
`
