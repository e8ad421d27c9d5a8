#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# What the sources of the libraries may not contain: functions that obey the locale, paths of one
# machine, in the core also input and output, environment, clock and globals, and the headers of a
# backend in a public header. Comments may. And which rooms of the registry and of the command may
# include which.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

status=0

# The files given, one line of code each as FILE:LINE: CODE, without comments.
code() {
    perl -0777 -ne 's{/\*.*?\*/}{$& =~ tr/\n//cdr}gse; s{//[^\n]*}{}g;
                    my $n = 0; print "$ARGV:", ++$n, ": $_\n" for split /\n/' "$@"
}

# forbid WHY PATTERN FILE...: the pattern, as a word, may not be in the files, except on lines that
# $except matches.
forbid() {
    local why=$1 pattern=$2
    shift 2
    if (($# == 0)); then
        echo "no files for: $why"
        status=1
    elif code "$@" | grep -Ev "${except:-^$}" | grep -E "^[^:]*:[0-9]*:.*(^|[^A-Za-z0-9_])($pattern)"; then
        echo "^ $why"
        status=1
    fi
}

mapfile -t core < <(find libpecaddr -maxdepth 1 -name '*.[ch]' | sort)
mapfile -t frugal < <(printf '%s\n' "${core[@]}" | grep -vxE 'libpecaddr/(scheme-make|scheme-overlap)\.c')
mapfile -t libraries < <(find libpecaddr include -name '*.[ch]' | sort)
# What runs in a server of a database, too, whose locale is not ours.
mapfile -t sql < <(find tools/sql -name '*.[ch]' | sort)
mapfile -t headers < <(find include -name '*.h' | sort)

# SQLite's own function of the name, in its SQL, obeys none.
except="strftime\\('%Y" forbid "obeys the locale (SPEC §2)" \
    '(is(alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper|xdigit)|to(lower|upper)|(isw|tow)[a-z]+|str(n?casecmp|coll|xfrm|ftime|tod|tof|told)|ato(f|i|l|ll)|setlocale|newlocale|uselocale|localeconv|nl_langinfo|(mb|wc)s?r?to[a-z]+|iconv[a-z_]*) *\(|<(ctype|locale|langinfo|wctype|wchar|iconv)\.h>' \
    "${libraries[@]}" "${sql[@]}"
forbid "a path of one machine" '"[^"]*/(home|root|Users|tmp|mnt|opt|srv|work)/' "${libraries[@]}" "${sql[@]}"
forbid "the core does no input or output and reads no environment or clock" \
    '(f?open(at)?|f?(read|write)|v?[fds]?n?printf|f?puts|puts|perror|secure_getenv|getenv|setenv|time|clock|clock_gettime|gettimeofday|localtime|gmtime|rand|random|system|exit|abort|syslog) *\(|<(stdio|time|unistd|fcntl|syslog|pthread|errno|signal)\.h>' \
    "${core[@]}"
forbid "the core includes nothing of registry/, icu/ or tools/" \
    '#include *["<](registry|icu|tools|\.\.|pecaddr/registry|pecaddr/icu|unicode/|sqlite3|libpq)' \
    "${core[@]}"
forbid "the core allocates only to make a scheme" '(m|c|re)alloc *\(|strn?dup *\(' \
    "${frugal[@]}"
forbid "a backend's header in a public header" '#include *["<](unicode/|sqlite3|libpq|ldap|unistr|uni)' \
    "${headers[@]}"
except='static const' forbid "the core keeps no globals" \
    'static [^(=;]*[a-z_0-9](\[[^]]*\])*( =|;)' "${core[@]}"

# arrows FOLDER ROOMS...: a file includes what stands in its own room or in one named before it. Rooms
# in one word, with commas between, do not know each other. A room is a folder, or a pair .c and .h
# of FOLDER itself; `.` is what else stands there.
arrows() {
    local folder=$1
    shift
    if find "$folder" -mindepth 1 -name '*.[ch]' | sort | perl -e '
            my ($folder, @rooms) = @ARGV;
            my ($found, %height, %seen);
            for my $i (0 .. $#rooms) { $height{$_} = $i for split /,/, $rooms[$i] }
            my $room_of = sub {
                my ($room, $alone) = $_[0] =~ m{^([^/.]+)(/|\.[ch]$)} ? ($1, $2 ne "/") : return;
                $room = "." if $alone && !defined $height{$room};
                $seen{$room} = 1;
                return $room;
            };
            while (my $file = <STDIN>) {
                chomp $file;
                my $room = $room_of->(substr $file, 1 + length $folder);
                print "$file: no arrow is known of $room/\n" and $found = 1 and next
                    unless defined $height{$room};
                open my $in, "<", $file or die "$file: $!\n";
                while (<$in>) {
                    my ($header) = m{^#include "([^"]+\.h)"} or next;
                    next if $header =~ m{^base/};
                    my $other = -e "$folder/$header" ? $room_of->($header) : "nowhere";
                    next if $other eq $room || ($height{$other} // $height{$room}) < $height{$room};
                    print "$file: $_";
                    $found = 1;
                }
            }
            for (grep !$seen{$_}, keys %height) { print "$_: no such room\n"; $found = 1 }
            exit $found ? 1 : 0' "$folder" "$@"; then
        return
    fi
    echo "^ arrows go one way in $folder: $*"
    status=1
}

arrows tools/pecaddr runtime speech table intake member command assign,audit,explain,mailboxes,report commands .
arrows tools/sql call sqlite,postgres
arrows libpecaddr/registry error address,clock,scheme-kept,uri library copied,record act,state,store,source \
    finding invariants rules,sqlite,postgres,sources transact . kinds

mapfile -t engines < <(find libpecaddr/registry/{sqlite,postgres} -name '*.[ch]' | sort)
mapfile -t sources < <(find libpecaddr/registry/sources -name '*.[ch]' | sort)
mapfile -t rules < <(find libpecaddr/registry -maxdepth 1 -name '*.[ch]' -o -path '*/rules/*.[ch]' | sort)
forbid "engines hear no source" '#include *"source\.h' "${engines[@]}"
forbid "sources know no store" '#include *"(store|act|state|record|copied)\.h' "${sources[@]}"
forbid "an engine or a source is known by store.h and source.h alone" '#include *"(sqlite|postgres|sources)/' \
    "${rules[@]}"

# registry_fail(): for those who translate, the sentence stands there; or in a table, marked N_.
mapfile -t registry < <(find libpecaddr/registry -name '*.c' ! -name error.c | sort)
if code "${registry[@]}" | perl -0777 -pe 's/^[^:\n]*:\d+: //mg' |
    perl -0777 -ne 'while (/registry_fail\(\s*[^,]+,\s*[^,]+,\s*(?!"|\s|self->unknown \? sayings)[^;]*/g)
                        { print "$&\n"; $found = 1 } exit !$found'; then
    echo "^ a sentence that cannot be translated is given to registry_fail()"
    status=1
fi

exit "$status"
