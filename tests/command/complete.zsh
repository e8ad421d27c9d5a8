# SPDX-License-Identifier: BSD-3-Clause
#
# For test_completion.py, as .zshrc of a zsh at a terminal: completes, and writes what is offered to the pipe
# $OFFERED, a word a line, then a line END.
PS1= PS2= RPS1=
setopt no_beep
# Programs stay in the shell's group: while another group has the terminal, reading from it ends the shell.
unsetopt monitor
unset zle_bracketed_paste
# Without what is for other systems and programs: each answer is of processes that copy all of that.
fpath=($COMPLETION ${fpath:#*/(AIX|BSD|Cygwin|Darwin|Debian|Linux|Mandriva|Redhat|Solaris|X|openSUSE|vendor-completions)})
autoload -Uz compinit
compinit -u -D

# What is offered, instead of showing it.
compadd() {
    local -a offered
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
        builtin compadd "$@"
        return
    fi
    builtin compadd -O offered "$@"
    (( $#offered )) || return 1
    print -rl -- $offered >>$OFFERED.words
}
offer() {
    : >$OFFERED.words
    _main_complete >/dev/null 2>&1
    { <$OFFERED.words; print END } >$OFFERED
}
zle -C offer complete-word offer
bindkey '^I' offer
bindkey '^U' kill-whole-line

# Keys are typed when the line editor has the terminal: what comes earlier may be lost.
ready() {
    zle -D zle-line-init
    print END >$OFFERED
}
zle -N zle-line-init ready
