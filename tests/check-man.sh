#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-man.sh PECADDR
#
# The manual pages in doc/man: mandoc finds nothing worse in them than long lines, each command of PECADDR has one
# and each one has a command, they have the command's options and no others, the pages that they name are there, and
# their examples work, those of each page in a folder of its own.
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
if ((${#commands[@]} < 20)); then
    complain "only ${#commands[*]} commands were found: ${commands[*]}"
fi

# Standard input: PAGE WORD... for each command, of which `check` has only the options that all have; those are
# pecaddr.1's. What a page explains is what its command has, and what it names some command has.
check_options() {
    perl -e '
        my ($pecaddr) = @ARGV;
        my (%options, %all, %page);
        while (my ($page, @command) = split " ", <STDIN> // "") {
            open my $help, "-|", $pecaddr, @command, "--help" or die "$pecaddr: $!\n";
            $options{"@command"} = [sort map { /^  (?:-., |    )--([a-z-]+)/ ? $1 : () } <$help>];
            close $help or die "$pecaddr @command --help fails\n";
            $page{"@command"} = $page;
            $all{$_} = 1 for @{$options{"@command"}};
        }
        my %common = map { $_ => 1 } @{$options{check}};
        die "the options were not found\n" unless $common{scheme} && $all{registry};
        my $status = 0;
        my $compare = sub {
            my ($page, @expected) = @_;
            open my $in, "<", $page or return;
            my @lines = <$in>;
            my @explained = sort map { /^\.It .*Fl -/ ? /Fl -([a-z][a-z-]+)/g : () } @lines;
            my @unknown = grep { !$all{$_} } map { /Fl -([a-z][a-z-]+)/g } @lines;
            print "$page: the command has the options @expected; the page explains @explained\n" and $status = 1
                unless "@expected" eq "@explained";
            print "$page: no command has the option @unknown\n" and $status = 1 if @unknown;
        };
        $compare->("pecaddr.1", @{$options{check}});
        $compare->($page{$_}, grep { !$common{$_} } @{$options{$_}}) for sort keys %page;
        exit $status' "$pecaddr"
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

for command in "${commands[@]}"; do
    echo "pecaddr-${command// /-}.1 $command"
done | check_options || complain "^ options"

# What mandoc says, but of long lines and for pages that are not installed; those that are named have to be here.
mandoc -Tlint -Wstyle ./*.[15] >"$folder/lint" 2>&1 || true
! grep -vE 'line longer than 80 bytes|referenced manual not found|outdated mandoc\.db' "$folder/lint" || complain "^ mandoc"
while IFS=': ' read -r page _ name section _; do
    [[ -e $name.${section:0:1} ]] || complain "$page names $name($section), which is not there"
done < <(grep -E '^\.Xr ' ./*.[15])
for page in *.[15]; do
    text=$'\n'$(<"$page")$'\n'
    [[ $(<meson.build) == *"'$page'"* ]] || complain "$page is not installed by meson.build"
    [[ $page == pecaddr-scheme.5 || $text == *$'\n.Sh EXIT STATUS'* ]] || complain "$page: no EXIT STATUS"
    for section in NAME DESCRIPTION EXAMPLES 'SEE ALSO'; do
        [[ $text == *$'\n'".Sh $section"$'\n'* ]] || complain "$page: no $section"
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
    mandoc -Tutf8 "$1" 2>"$folder/mandoc" |
        sed -En 's/.\x08//g; /^ +\$ / { s/^ +\$ //; :more; /\\$/ { N; s/.\x08//g; s/\\\n */ /; b more }; p }'
}
mkdir "$folder/bin" "$folder/made"
ln -s "$pecaddr" "$folder/bin/pecaddr"
PATH=$folder/bin:$PATH
(cp ../examples/avvocati.ini "$folder/made" && cd "$folder/made" && make_example)
for page in *.[15]; do
    examples_of "$page" >"$folder/examples"
    [[ -s $folder/examples ]] || complain "$page: no example that can be run"
    cp -r "$folder/made" "$folder/example"
    cd "$folder/example"
    while read -r command; do
        bash -c "$command" >output 2>&1 </dev/null || complain "$page: $command"$'\n'"$(cat output)"
    done <"$folder/examples"
    cd "$OLDPWD"
    rm -r "$folder/example"
done
exit "$status"
