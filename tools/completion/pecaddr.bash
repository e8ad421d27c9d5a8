# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# Completion of pecaddr for bash, with bash-completion. It knows no command and no option by itself: it asks
# `pecaddr --help`, `pecaddr COMMAND --help` and `pecaddr scheme show`. What a value is, is what the help calls it:
# FILE, URI, A|B …

# The help in the language in which it is read here.
_pecaddr_help() {
    LC_ALL=C LANGUAGE='' "$pecaddr" "$@" --help 2>/dev/null
}

# The commands that a help lists.
_pecaddr_commands() {
    _pecaddr_help "$@" | sed -En 's/^  ([a-z]+)  +[^ ].*/\1/p'
}

# The options of a help, each with what its value is called, if it has one.
_pecaddr_options() {
    sed -En 's/^  (-., |    )(--[a-z-]+)[= ]?([^ ]*).*/\2 \3/p' <<<"$help"
}

# Adds those of the words that begin with what is typed.
_pecaddr_words() {
    local word
    while IFS= read -r word; do
        [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
    done
}

# Adds files after a part of the word that stays, such as `sqlite:`.
_pecaddr_files_after() {
    local before=$1 typed=$cur
    cur=${cur#"$before"}
    _filedir
    cur=$typed
    COMPREPLY=("${COMPREPLY[@]/#/$before}")
    __ltrim_colon_completions "$cur"
}

# A registry or a source: kinds, and then a path where there is one.
_pecaddr_uri() {
    case $cur in
    sqlite:* | file:* | exec:*) _pecaddr_files_after "${cur%%:*}:" ;;
    *)
        _pecaddr_words <<<"$1"
        compopt -o nospace
        __ltrim_colon_completions "$cur"
        ;;
    esac
}

# The provinces of the scheme that the line names; of one that any will do for, those of the engineers.
_pecaddr_provinces() {
    local i scheme=ingpec name found
    for ((i = 1; i + 1 < ${#words[@]}; i++)); do
        [[ ${words[i]} == --scheme ]] && scheme=${words[i + 1]}
        [[ ${words[i]} == --scheme=* ]] && scheme=${words[i]#*=}
    done
    for name in "$scheme" ingpec; do
        found=$("$pecaddr" scheme show "$name" --format csv 2>/dev/null | sed -n 's/^province,,\(..\),.*/\1/p')
        [[ -n $found ]] && break
    done
    _pecaddr_words <<<"$found"
}

# _pecaddr_value OPTION KIND: what can stand after an option, or as an argument (no OPTION).
_pecaddr_value() {
    local option=$1 kind=$2
    case $kind in
    FILE | ROSTER) _filedir ;;
    'NAME|FILE')
        _pecaddr_words < <("$pecaddr" scheme show --format csv 2>/dev/null | sed '1d; s/,.*//')
        _filedir
        ;;
    FORMAT) _pecaddr_words < <(printf '%s\n' text csv json sheet) ;;
    SIGLA) cur=${cur^^} _pecaddr_provinces ;;
    NAME) # of an encoding: those that the help of assign names
        _pecaddr_words < <(_pecaddr_help assign | grep -oE '\b(utf-|windows-|iso-|cp)[0-9][0-9a-z-]*' | sort -u)
        ;;
    CHARACTER) _pecaddr_words < <(printf '%s\n' '\;' , '\|' tab) ;;
    URI)
        if [[ $option == --check ]]; then
            _pecaddr_uri $'file:\nldap://\nldaps://\nexec:'
        elif [[ $command == audit ]]; then
            _pecaddr_uri $'sqlite:\npostgresql://\nfile:'
        else
            _pecaddr_uri $'sqlite:\npostgresql://'
        fi
        ;;
    raw) _pecaddr_words <<<raw ;;
    *'|'*) _pecaddr_words <<<"${kind//|/$'\n'}" ;;
    esac
}

# What the value of an option is called; nothing where it has none.
_pecaddr_kind() {
    local option kind
    while read -r option kind; do
        [[ $option == "$1" ]] && printf '%s\n' "$kind"
    done < <(_pecaddr_options)
}

_pecaddr() {
    local cur prev words cword split
    _init_completion -s -n : || return
    local pecaddr=${words[0]/#\~/$HOME} command=${words[1]-} help kind
    if ((cword == 1)); then
        _pecaddr_words < <(_pecaddr_commands && printf '%s\n' --help --version)
        return
    fi
    help=$(_pecaddr_help "$command")
    if [[ -z $(_pecaddr_options) ]]; then # it has commands of its own
        if ((cword == 2)); then
            _pecaddr_words < <(_pecaddr_commands "$command" && echo --help)
            return
        fi
        help=$(_pecaddr_help "$command" "${words[2]}")
    fi
    kind=$(_pecaddr_kind "$prev")
    if [[ -n $kind ]]; then
        _pecaddr_value "$prev" "$kind"
    elif [[ $cur == -* ]]; then
        _pecaddr_words < <(_pecaddr_options | sed 's/ .*//')
    elif [[ $split == false ]]; then
        kind=$(sed -n '1 s/.*\[OPTION\.\.\.\] \[\{0,1\}\([A-Z|]*\).*/\1/p' <<<"$help")
        _pecaddr_value '' "$kind"
    fi
} && complete -F _pecaddr pecaddr
