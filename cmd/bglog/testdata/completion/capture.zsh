# Prints what an interactive zsh offers for each line of standard input, and "--"
# after each line's words:  zsh -f capture.zsh SCRIPT FOLDER
# The shell in the terminal notes its matches in a file of the folder, which must be
# empty.
emulate zsh
zmodload zsh/zpty zsh/zselect || exit 1
cat > $2/rc <<'RC'
PROMPT= RPROMPT=
unsetopt prompt_cr prompt_sp
zmodload zsh/zutil
autoload -Uz compinit && compinit -u -D
source $SCRIPT
bindkey '^I' complete-word
bindkey '^U' kill-whole-line
zstyle ':completion:*' insert-tab false
zstyle ':completion:*' completer _complete
# Every match goes through compadd.
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "$@"
    return
  fi
  local -a hits
  builtin compadd -A hits "$@"
  (( $#hits )) && print -rl -- $hits >> $FOLDER/matches
  builtin compadd "$@"
}
finish() {
  compstate[insert]= compstate[list]=
  print -r -- -- >> $FOLDER/matches
}
before() { comppostfuncs=(finish) }
compprefuncs=(before)
again() { compprefuncs=(before) }
precmd_functions=(again)
: > $FOLDER/ready
RC
export SCRIPT=$1 FOLDER=$2
: > $FOLDER/matches
zpty shell zsh -f -i
zpty -w shell "source $2/rc"
wait_for() { # a condition, for ten seconds
  repeat 1000; do
    eval "$1" && return
    zpty -rt shell > /dev/null
    zselect -t 1
  done
  print -u2 "waited in vain for: $1"
  exit 1
}
wait_for '[[ -e $FOLDER/ready ]]'
integer lines=0
while IFS= read -r line; do
  (( lines++ ))
  zpty -n -w shell $'\x15'"$line"$'\t'
  wait_for '(( $(grep -cx -- -- $FOLDER/matches < /dev/null) >= lines ))'
  zpty -n -w shell $'\x15'$'\n'
  zselect -t 5
done
zpty -d shell
cat $FOLDER/matches
