#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-man.sh PECADDR
#
# The manual pages in doc/man: mandoc finds nothing in them, each command of PECADDR has one and each one has a
# command, they have the command's options and no others, the pages that they name are there, and their examples
# work, those of each page in a folder of its own.
set -euo pipefail
pecaddr=$(readlink -f "$1")
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../doc/man"
export LC_ALL=C.UTF-8 LANGUAGE=
unset MANPATH
status=0

complain() {
    echo "$*"
    status=1
}

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# The commands, as `registry show`; those that only have commands of their own; and options of a command.
listed() {
    "$pecaddr" "$@" --help | sed -En 's/^  ([a-z]+)  +[^ ].*/\1/p'
}
groups=(registry scheme)
commands=()
for command in $(listed); do
    if [[ " ${groups[*]} " == *" $command "* ]]; then
        for nested in $(listed "$command"); do
            commands+=("$command $nested")
        done
    else
        commands+=("$command")
    fi
done
options_of() {
    # shellcheck disable=SC2086 # two words
    "$pecaddr" $1 --help | sed -En 's/^  (-., |    )--([a-z-]+).*/\2/p' | sort
}
if ((${#commands[@]} < 20)); then
    complain "only ${#commands[*]} commands were found: ${commands[*]}"
fi

common=$(options_of check) # it has no others
all=$(for command in "${commands[@]}"; do options_of "$command"; done | sort -u)
if ! grep -qx scheme <<<"$common" || ! grep -qx registry <<<"$all"; then
    complain "the options were not found"
fi

# check_options PAGE EXPECTED: those that it explains; and those that it names are some command's.
check_options() {
    local found
    found=$(grep -E '^\.It .*Fl -' "$1" | grep -oE 'Fl -[a-z][a-z-]+' | sed 's/^Fl -//' | sort || true)
    diff <(printf '%s\n' "$2") <(printf '%s\n' "$found") >"$folder/difference" ||
        complain "$1: options (< the command's, > the page's):"$'\n'"$(cat "$folder/difference")"
    comm -23 <(grep -oE 'Fl -[a-z][a-z-]+' "$1" | sed 's/^Fl -//' | sort -u) <(printf '%s\n' "$all") \
        >"$folder/unknown" || true
    [[ ! -s $folder/unknown ]] || complain "$1: no command has the option $(xargs <"$folder/unknown")"
}

# Each command has a page, and each page a command.
expected=(pecaddr.1 pecaddr-scheme.5)
for group in "${groups[@]}"; do
    expected+=("pecaddr-$group.1")
done
for command in "${commands[@]}"; do
    expected+=("pecaddr-${command// /-}.1")
done
diff <(printf '%s\n' "${expected[@]}" | sort) <(printf '%s\n' *.[15] | sort) ||
    complain "^ < pages that there should be, > pages that there are"

check_options pecaddr.1 "$common"
for command in "${commands[@]}"; do
    page=pecaddr-${command// /-}.1
    [[ ! -e $page ]] || check_options "$page" "$(comm -23 <(options_of "$command") <(printf '%s\n' "$common"))"
done

# What mandoc says, but for pages that are not installed; those that are named have to be here.
for page in *.[15]; do
    mandoc -Tlint -Wstyle "$page" 2>&1 | grep -vE 'referenced manual not found|outdated mandoc\.db' &&
        complain "^ $page"
    while read -r name section; do
        [[ -e $name.$section ]] || complain "$page names $name($section), which is not there"
    done < <(sed -En 's/^\.Xr ([^ ]+) ([0-9]).*/\1 \2/p' "$page")
    grep -qF "'$page'" meson.build || complain "$page is not installed by meson.build"
    [[ $page == pecaddr-scheme.5 ]] || grep -q '^\.Sh EXIT STATUS' "$page" || complain "$page: no EXIT STATUS"
    for section in NAME DESCRIPTION EXAMPLES 'SEE ALSO'; do
        grep -qx "\.Sh $section" "$page" || complain "$page: no $section"
    done
done

# What the examples need.
make_example() {
    cat >roster.csv <<'ROSTER'
Nome;Cognome;Provincia;Iscrizione;Codice fiscale
Mario;Rossi;MC;A 104;RSSMRA80A01E783K
Mario;Rossi;MC;A 331;RSSMRA91B02E783R
Niccolò;D'Angelo De Sanctis;MC;A 1234;
Giulia;Conti;MC;B 12;CNTGLI80A41E783G
Paolo;Galli;MC;A 7;GLLPLA80A01E783B
ROSTER
    printf 'Niccolò\tD'\''Angelo\nIng. Mario\tRossi\n' >names.tsv
    printf '7\tMario\tRossi\n' >members.tsv
    printf 'anna.bianchi@ingpec.eu\n' >existing.txt
    printf 'sara.villa@ingpec.eu;Sara;Villa;A 55;;1;01/02/2020;\n' >ini-pec.csv
    printf 'pec;nome;cognome;provincia;iscrizione;codice_fiscale;scadenza\n%s\n' \
        'paolo.galli@ingpec.eu;Paolo;Galli;MC;A 7;GLLPLA80A01E783B;2020-01-01' \
        >expired.csv
    cp "$OLDPWD/../examples/avvocati.ini" avvocati.ini
    local registry=sqlite:registry.db
    "$pecaddr" registry init --registry $registry --quiet
    head -5 roster.csv >four.csv
    "$pecaddr" assign four.csv --registry $registry --quiet --output pec.csv
    "$pecaddr" registry import expired.csv --registry $registry --quiet
    "$pecaddr" registry activate giulia.conti@ingpec.eu --expires 2090-12-31 --why confirmed \
        --registry $registry --quiet
    "$pecaddr" registry export --registry $registry --output given.txt
}

# The commands of a page as it is read, each on one line.
examples_of() {
    mandoc -Tutf8 "$1" 2>"$folder/mandoc" | sed 's/.\x08//g' |
        sed -En '/^ +\$ / { s/^ +\$ //; :more; /\\$/ { N; s/\\\n */ /; b more }; p }'
}
mkdir "$folder/bin"
ln -s "$pecaddr" "$folder/bin/pecaddr"
PATH=$folder/bin:$PATH
for page in *.[15]; do
    examples_of "$page" >"$folder/examples"
    [[ -s $folder/examples ]] || complain "$page: no example that can be run"
    mkdir "$folder/example"
    cd "$folder/example"
    make_example
    while read -r command; do
        bash -c "$command" >output 2>&1 </dev/null || complain "$page: $command"$'\n'"$(cat output)"
    done <"$folder/examples"
    cd "$OLDPWD"
    rm -r "$folder/example"
done
exit "$status"
