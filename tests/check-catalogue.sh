#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Every catalogue has every sentence that the command can say, as it is said now, and no other:
# nothing lacks, is doubtful (fuzzy) or left over, and the placeholders are those of the sentence.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
status=0
complain() {
    echo "^ $1"
    echo "  to see what: tools/pecaddr/po/extract.sh template.pot && msgmerge --update $po template.pot"
    status=1
}

tools/pecaddr/po/extract.sh "$folder/template.pot"
said=$(grep -c '^msgid ' "$folder/template.pot")
if ((said < 500)); then
    echo "only $said sentences were found in the sources"
    exit 1
fi

for po in tools/pecaddr/po/*.po; do
    msgfmt --check-format --check-domain --output-file=/dev/null "$po" || complain "$po is malformed"
    msgcmp "$po" "$folder/template.pot" || complain "$po lacks sentences"
    msgmerge --quiet --no-fuzzy-matching --output-file="$folder/merged.po" "$po" "$folder/template.pot"
    if msgattrib --only-obsolete "$folder/merged.po" | grep '^#~ msgid'; then
        complain "$po has sentences that are said no more"
    fi
    if msgattrib --only-fuzzy "$po" | grep '^msgid'; then
        complain "$po has doubtful sentences"
    fi
    echo "$po: $(($(grep -c '^msgid ' "$po") - 1)) sentences"
done
exit "$status"
