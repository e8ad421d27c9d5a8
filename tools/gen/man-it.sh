#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# man-it.sh PECADDR [FOLDER]
#
# Writes the Italian manual pages to FOLDER, or to doc/man/it, from what PECADDR says of itself: `--help --lang=it`
# of each command, which help2man sets as a page; a page's NAME is the command's line in the help above it. The
# date and the other pages that one points to are those of the English page of the same name. Nothing depends on
# this machine's locales, since the headings are put into Italian here.
set -euo pipefail
pecaddr=$(readlink -f "$1")
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
english=$root/doc/man
pages=${2:-$english/it}
export LC_ALL=C.UTF-8 LANGUAGE=
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

help_of() {
    "$pecaddr" "$@" --help --lang=it
}

# The commands in a help, each with its line: `assign<tab>dà gli indirizzi…`. A help with options has none.
listed() {
    help_of "$@" | perl -CS -0777 -ne '
        exit if /^ +--/m;
        while (/^  ([a-z]+)  +(\S.*(?:\n {9,}\S.*)*)/mg) {
            my ($name, $line) = ($1, $2);
            $line =~ s/\s+/ /g;
            print "$name\t$line\n";
        }'
}

# The help as help2man wants it: usage apart, in a file; options under a heading; exit codes as a list; examples
# with a prompt.
split_help() {
    perl -CS -Mutf8 -0777 -e '
        my ($folder) = @ARGV;
        my $text = <STDIN>;
        $text =~ s/\AUso: (.*(?:\n {7}\S.*|\n +oppure: .*)*)\n// or die "no usage\n";
        my @usage = split /\n +oppure: /, $1;
        open my $out, ">:utf8", "$folder/usage" or die "$folder: $!\n";
        for (@usage) {
            s/\s+/ /g;
            s/^(pecaddr(?: [a-z]+)*) // or die "no command: $_\n";
            my $command = $1;
            s/(?<![\w-])--[a-z-]+/\\fB$&\\fR/g;
            s/(?<![\w\\-])[A-Z]\w*/\\fI$&\\fR/g;
            s/-/\\-/g;
            print $out ".B $command\n$_\n.br\n";
        }
        close $out or die "$folder: $!\n";
        $text =~ s/\A((?: .*\n)+)/"Options:\n\n$1\n*DESCRIPTION*\n"/e;
        $text =~ s{^Codice di uscita: (.*(?:\n\S.*)*)}{
            my $codes = $1;
            $codes =~ s/\s+/ /g;
            $codes =~ s/\.$//;
            "*EXIT STATUS*\n\n" . join "", map { s/^(\d) /  $1  /r . "\n" } split /; (?=\d )/, $codes
        }me;
        # A line before a list is no heading, and the sentences of a list are paragraphs.
        $text =~ s/^(\S.*:|  \S.*;)\n(?=  \S)/$1\n\n/mg;
        $text =~ s/^  (?=(?:pecaddr|printf) )/  \$ /mg;
        print $text;' "$folder"
}

# page NAME LINE COMMAND...: the page of a command.
page() {
    local name=$1 line=$2
    shift 2
    help_of "$@" | split_help >"$folder/help"
    local day
    day=$(date -d "$(sed -n 's/^\.Dd //p' "$english/$name.1")" +%Y-%m-%d)
    {
        printf '[NAME]\n%s \\- %s\n[SYNOPSIS]\n' "$name" "$line"
        sed '$d' "$folder/usage"
        printf '[SEE ALSO]\n'
        sed -En '/^\.Sh SEE ALSO/,/^\.Sh [^S]/ s/^\.Xr ([^ ]+) ([0-9]).*/.BR \1 (\2),/p' "$english/$name.1" |
            sed '$ s/,$//; s/-/\\-/g'
    } >"$folder/include"
    help2man --no-info --locale=C.UTF-8 --section=1 --manual='Comandi utente' --source=pecaddr \
        --version-string=pecaddr --include="$folder/include" --help-option="$folder/help" cat |
        perl -CS -Mutf8 -0777 -pe '
            s/\A.*\n/.\\" Written by tools\/gen\/man-it.sh, from the help of the command. Change that.\n/;
            s/^(\.TH \S+ "1") "[^"]*"/$1 "'"$day"'"/m;
            s/`([^`]+)`/\\fB$1\\fP/g;
            # What is typed has straight quotes and hyphens, and lines as they are, so that it can be copied.
            s/^\\f\(CW.*/$& =~ s{\x27}{\\(aq}gr =~ s{-}{\\-}gr/gme;
            s/^\.IP\n\K\\f\(CW.*\n(?:\.br\n\\f\(CW.*\n)*/".nf\n" . ($& =~ s{^\.br\n}{}gmr) . ".fi\n"/gme;
            s/^\.SH NAME$/.SH NOME/m;
            s/^\.SH SYNOPSIS$/.SH SINTASSI/m;
            s/^\.SH DESCRIPTION$/.SH DESCRIZIONE/m;
            s/^\.SH OPTIONS$/.SH OPZIONI/m;
            s/^\.SH "EXIT STATUS"$/.SH "CODICE DI USCITA"/m;
            s/^\.SH "SEE ALSO"$/.SH "VEDERE ANCHE"/m' >"$pages/$name.1"
}

mkdir -p "$pages"
rm -f "$pages"/*.1
about=$(help_of | sed -n 3p)
about=${about,}
page pecaddr "${about%.}"
while IFS=$'\t' read -r command line; do
    nested=$(listed "$command")
    if [[ -n $nested ]]; then
        page "pecaddr-$command" "${line%%:*}" "$command"
        while IFS=$'\t' read -r second line; do
            page "pecaddr-$command-$second" "$line" "$command" "$second"
        done <<<"$nested"
    else
        page "pecaddr-$command" "$line" "$command"
    fi
done < <(listed)
