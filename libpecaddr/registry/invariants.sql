-- SPDX-License-Identifier: BSD-3-Clause
--
-- What must hold in a registry, as questions for what does not. Source: SPEC §5. They are those of both
-- engines: see invariants.c for what stands in braces. Each row of an answer is a finding: address, other
-- address, revision, and the fact that it is about.
--
-- Each can be answered by reading tables in the order in which they lie, or sorted, or by the numbers of
-- mailboxes: so none takes a time that grows faster than the registry where no index may be used.

# ADDRESS_TWICE
SELECT m.address, NULL, NULL, NULL
FROM {mailbox m}
WHERE {living m}
GROUP BY m.address
HAVING count(*) > 1

# HOLDER_TWICE
SELECT min(m.address), max(m.address), NULL, NULL
FROM {mailbox m}
WHERE {living m} AND m.holder IS NOT NULL
GROUP BY m.holder, m.domain
HAVING count(*) > 1

# ENTRY_TWICE
SELECT min(m.address), max(m.address), NULL, NULL
FROM {mailbox m}
WHERE m.state IN ('reserved', 'active') AND m.left_on IS NULL
  AND m.number IS NOT NULL AND m.province IS NOT NULL AND m.section IS NOT NULL
GROUP BY m.number, m.province, m.section, m.domain
HAVING count(*) > 1

-- Versions are numbered from 1 without a gap; all but the last are in history, and there is nothing else.
# REVISION
SELECT m.address, NULL, lines.last, NULL
FROM (SELECT h.mailbox, count(*) AS n, min(h.revision) AS first, max(h.revision) AS last
      FROM {history h}
      GROUP BY h.mailbox) AS lines
LEFT JOIN {mailbox m} ON m.id = lines.mailbox
WHERE m.id IS NULL OR lines.first <> 1 OR lines.n <> lines.last OR lines.last <> m.revision - 1
UNION ALL
SELECT m.address, NULL, m.revision, NULL
FROM {mailbox m}
LEFT JOIN {history h} ON h.mailbox = m.id AND h.revision = m.revision - 1
WHERE m.revision < 1 OR (m.revision > 1 AND h.mailbox IS NULL)

-- How mailboxes begin. Of one that was forgotten nothing is known any more.
# BEGINNING
SELECT v.address, NULL, 1, v.fact
FROM (SELECT b.address,
             CASE WHEN b.state <> 'reserved'
                   AND (b.receipt <> 'imported' OR b.state NOT IN ('active', 'retired'))
                  THEN 'state'
                  WHEN b.act <> CASE WHEN b.receipt = 'imported' THEN 'import'
                                     WHEN b.receipt = 'blocked' THEN 'block'
                                     WHEN b.instead_of IS NULL THEN 'issue'
                                     ELSE 'change' END
                  THEN 'act'
                  WHEN b.left_on IS NOT NULL AND b.state = 'reserved' THEN 'left_on'
                  WHEN b.receipt = 'blocked'
                   AND (b.holder IS NOT NULL OR b.given IS NOT NULL OR b.surname IS NOT NULL
                        OR b.province IS NOT NULL OR b.section IS NOT NULL OR b.number IS NOT NULL
                        OR b.expires IS NOT NULL)
                  THEN 'receipt'
             END AS fact
      FROM (SELECT m.address, m.receipt, m.instead_of,
                   {first state} AS state, {first left_on} AS left_on, {first holder} AS holder,
                   {first given} AS given, {first surname} AS surname, {first province} AS province,
                   {first section} AS section, {first number} AS number, {first expires} AS expires,
                   CASE WHEN h.mailbox IS NULL THEN m.changed_act ELSE h.act END AS act
            FROM {mailbox m}
            LEFT JOIN {history h} ON h.mailbox = m.id AND h.revision = 1) AS b) AS v
WHERE v.fact IS NOT NULL

-- What may follow on what, as the triggers say it that refuse the rest.
# STEP
SELECT v.address, NULL, v.revision, v.fact
FROM (SELECT m.address, new.revision,
             CASE WHEN (old.state = 'released' AND new.act <> 'forget') OR old.act = 'forget'
                  THEN 'end'
                  WHEN new.state <> old.state
                   AND NOT (old.state = 'reserved' AND new.state IN ('active', 'released'))
                   AND NOT (old.state = 'active' AND new.state = 'retired')
                   AND NOT (old.state = 'reserved' AND new.state = 'retired' AND new.act = 'import'
                            AND old.holder IS NULL AND old.given IS NULL AND old.surname IS NULL
                            AND old.province IS NULL AND old.section IS NULL
                            AND old.number IS NULL)
                   AND NOT (old.state = 'retired' AND new.state = 'reserved'
                            AND (m.changed_act = 'forget'
                                 OR (old.holder IS NOT NULL AND new.holder {is} old.holder)))
                  THEN 'state'
                  WHEN new.left_on IS NOT NULL AND new.state = 'reserved' THEN 'left_on'
                  WHEN new.act IN ('issue', 'block') THEN 'act'
                  WHEN new.act IN ('relink', 'correct', 'forget')
                   AND (new.state, new.expires, new.left_on) {is not}
                       (old.state, old.expires, old.left_on)
                  THEN 'act'
                  WHEN new.act IN ('relink', 'correct')
                   AND (new.province, new.section, new.number) {is not}
                       (old.province, old.section, old.number)
                  THEN 'act'
                  WHEN new.act = 'relink'
                   AND (new.given, new.surname) {is not} (old.given, old.surname)
                  THEN 'act'
                  WHEN new.act = 'correct' AND new.holder {is not} old.holder THEN 'act'
                  WHEN m.changed_act = 'forget' THEN NULL
                  WHEN new.holder {is not} old.holder
                   AND NOT (new.act = 'relink' AND new.holder IS NOT NULL)
                   AND NOT (old.holder IS NULL
                            AND (new.state IN ('reserved', 'active')
                                 OR (old.state = 'reserved' AND new.state = 'retired')))
                  THEN 'holder'
                  WHEN (old.given IS NOT NULL AND new.given IS NULL)
                    OR (old.surname IS NOT NULL AND new.surname IS NULL)
                    OR ((new.given, new.surname) {is not} (old.given, old.surname)
                        AND new.act <> 'correct'
                        AND (old.given <> new.given OR old.surname <> new.surname
                             OR new.state = 'released'
                             OR (new.state = 'retired' AND old.state <> 'reserved')))
                  THEN 'name'
                  WHEN (new.province, new.section, new.number) {is not}
                       (old.province, old.section, old.number)
                   AND ((old.province IS NOT NULL AND old.section IS NOT NULL
                         AND old.number IS NOT NULL
                         AND (old.holder IS NULL OR new.left_on IS NOT NULL))
                        OR (old.province IS NOT NULL AND new.province IS NULL)
                        OR (old.section IS NOT NULL AND new.section IS NULL)
                        OR (old.number IS NOT NULL AND new.number IS NULL)
                        OR new.state = 'released'
                        OR (new.state = 'retired' AND old.state <> 'reserved'))
                  THEN 'entry'
                  WHEN {back} THEN 'change'
             END AS fact
      FROM (SELECT n.mailbox, n.revision, n.state, n.holder, n.province, n.section, n.number,
                   n.given, n.surname, n.expires, n.left_on, n.change, n.act
            FROM {history n}
            UNION ALL
            SELECT n.id, n.revision, n.state, n.holder, n.province, n.section, n.number, n.given,
                   n.surname, n.expires, n.left_on, n.change, n.changed_act
            FROM {mailbox n}) AS new
      JOIN {history old} ON old.mailbox = new.mailbox AND old.revision = new.revision - 1
      JOIN {mailbox m} ON m.id = new.mailbox) AS v
WHERE v.fact IS NOT NULL

# USED
SELECT m.address, NULL, NULL, NULL
FROM {mailbox m}
LEFT JOIN (SELECT h.mailbox
           FROM {history h}
           WHERE h.state IN ('active', 'retired')
           GROUP BY h.mailbox) AS was ON was.mailbox = m.id
WHERE (m.used AND m.state = 'released')
   OR (NOT m.used AND (m.state IN ('active', 'retired') OR was.mailbox IS NOT NULL))
   OR (m.used AND m.state = 'reserved' AND m.receipt <> 'imported' AND was.mailbox IS NULL)

# FORGOTTEN
SELECT m.address, NULL, m.revision, NULL
FROM {mailbox m}
WHERE m.changed_act = 'forget'
  AND (m.state NOT IN ('retired', 'released') OR m.holder IS NOT NULL OR m.province IS NOT NULL
       OR m.section IS NOT NULL OR m.number IS NOT NULL OR m.given IS NOT NULL
       OR m.surname IS NOT NULL OR m.given_letters IS NOT NULL OR m.surname_letters IS NOT NULL
       OR m.issued_province IS NOT NULL OR m.issued_section IS NOT NULL
       OR m.issued_number IS NOT NULL OR m.issued_given IS NOT NULL
       OR m.issued_surname IS NOT NULL)
UNION ALL
SELECT m.address, NULL, h.revision, NULL
FROM {history h}
JOIN {mailbox m} ON m.id = h.mailbox
WHERE m.changed_act = 'forget'
  AND (h.holder IS NOT NULL OR h.province IS NOT NULL OR h.section IS NOT NULL
       OR h.number IS NOT NULL OR h.given IS NOT NULL OR h.surname IS NOT NULL)
UNION ALL
-- Nor anything of a mailbox that was given up for one whose holder was.
SELECT old.address, NULL, old.revision, NULL
FROM {mailbox m}
JOIN {mailbox old} ON old.id = m.instead_of
WHERE m.changed_act = 'forget' AND old.changed_act <> 'forget'

-- What it was issued for is what its first version says; of what came from elsewhere nothing is known.
# ISSUED
SELECT v.address, NULL, NULL, v.fact
FROM (SELECT m.address,
             CASE WHEN m.changed_act = 'forget' THEN NULL
                  WHEN m.receipt IN ('imported', 'blocked')
                  THEN CASE WHEN m.issued_given IS NOT NULL OR m.issued_surname IS NOT NULL THEN 'name'
                            WHEN m.issued_province IS NOT NULL OR m.issued_section IS NOT NULL
                              OR m.issued_number IS NOT NULL
                            THEN 'entry'
                       END
                  WHEN m.scheme IS NULL OR m.table_version IS NULL THEN 'scheme'
                  WHEN m.level IS NULL THEN 'level'
                  WHEN m.given IS NULL OR m.surname IS NULL
                    OR coalesce(m.issued_given, m.given) {is not} {first given}
                    OR coalesce(m.issued_surname, m.surname) {is not} {first surname}
                  THEN 'name'
                  WHEN m.province IS NULL OR m.section IS NULL OR m.number IS NULL
                    OR coalesce(m.issued_province, m.province) {is not} {first province}
                    OR coalesce(m.issued_section, m.section) {is not} {first section}
                    OR coalesce(m.issued_number, m.number) {is not} {first number}
                  THEN 'entry'
             END AS fact
      FROM {mailbox m}
      LEFT JOIN {history h} ON h.mailbox = m.id AND h.revision = 1) AS v
WHERE v.fact IS NOT NULL

# CHANGE
SELECT m.address, NULL, m.revision, NULL
FROM {mailbox m}
WHERE m.change < 1 OR m.change > {now}
UNION ALL
SELECT m.address, NULL, h.revision, NULL
FROM {history h}
LEFT JOIN {mailbox m} ON m.id = h.mailbox
WHERE h.change < 1 OR h.change > {now}

# NO_SCHEME
SELECT m.address, NULL, NULL, NULL
FROM {mailbox m}
LEFT JOIN {scheme s} ON s.id = m.scheme
WHERE m.scheme IS NOT NULL AND s.id IS NULL
UNION ALL
SELECT NULL, NULL, NULL, NULL
FROM {scheme s}
GROUP BY s.text
HAVING count(*) > 1

-- A mailbox comes instead of one that its holder has given back; and of one that was changed, one comes.
# INSTEAD
SELECT m.address, old.address, NULL, NULL
FROM {mailbox m}
LEFT JOIN {mailbox old} ON old.id = m.instead_of
LEFT JOIN {history h} ON h.mailbox = m.id AND h.revision = 1
WHERE m.instead_of IS NOT NULL
  AND (old.id IS NULL OR old.state <> 'released' OR old.domain <> m.domain
       OR (m.changed_act <> 'forget'
           AND (old.holder, old.province, old.section, old.number) {is not}
               ({first holder}, {first province}, {first section}, {first number})))
UNION ALL
SELECT min(m.address), max(m.address), NULL, NULL
FROM {mailbox m}
WHERE m.instead_of IS NOT NULL
GROUP BY m.instead_of
HAVING count(*) > 1
UNION ALL
SELECT old.address, NULL, NULL, NULL
FROM (SELECT m.id
      FROM {mailbox m}
      WHERE m.state = 'released' AND m.changed_act = 'change'
      EXCEPT
      SELECT n.instead_of
      FROM {mailbox n}) AS lone
JOIN {mailbox old} ON old.id = lone.id

-- Ranges begin with 1 and follow each other.
# TOLD
SELECT NULL, NULL, t.range_number, t.domain || ' ' || t.province
FROM {told t}
LEFT JOIN {told before} ON before.domain = t.domain AND before.province = t.province
                       AND before.range_number = t.range_number - 1
WHERE t.range_number < 1 OR t.change_to < t.change_from OR t.change_to > {now}
   OR (t.range_number > 1 AND before.range_number IS NULL)
   OR t.change_from <> coalesce(before.change_to, 0) + 1

# REGISTRY
SELECT NULL, NULL, NULL, 'registry'
FROM (SELECT count(*) AS n FROM {registry r}) AS known
WHERE known.n <> 1
UNION ALL
{own}

-- What only the rules keep out that look at values, some of which a value that is none slips through. The
-- rest of a mailbox is looked at as it is read.
# VALUE
SELECT v.address, NULL, v.revision, v.fact
FROM (SELECT m.address, m.revision,
             CASE WHEN NOT {day m.expires} THEN 'expires'
                  WHEN NOT {day m.left_on} THEN 'left_on'
                  WHEN NOT {moment m.changed_at} THEN 'at'
                  WHEN m.changed_by = '' THEN 'author'
                  WHEN m.changed_act NOT IN ({acts}) THEN 'act'
                  WHEN m.changed_why = ''
                   AND m.changed_act NOT IN ('issue', 'import', 'block', 'claim')
                  THEN 'why'
                  WHEN m.domain = ''
                    OR substr(m.address, length(m.address) - length(m.domain)) <> '@' || m.domain
                  THEN 'domain'
             END AS fact
      FROM {mailbox m}
      UNION ALL
      SELECT m.address, h.revision,
             CASE WHEN h.state NOT IN ('reserved', 'active', 'retired', 'released') THEN 'state'
                  WHEN NOT {day h.expires} THEN 'expires'
                  WHEN NOT {day h.left_on} THEN 'left_on'
                  WHEN NOT {moment h.at} THEN 'at'
                  WHEN h.author = '' THEN 'author'
                  WHEN h.act NOT IN ({acts}) THEN 'act'
                  WHEN h.why = '' AND h.act NOT IN ('issue', 'import', 'block', 'claim') THEN 'why'
                  WHEN h.number NOT BETWEEN 1 AND 9999999 OR h.section NOT IN ('A', 'B')
                    OR length(h.province) <> 2
                  THEN 'entry'
                  WHEN length(h.holder) NOT IN (11, 16) THEN 'holder'
                  WHEN h.given = '' OR h.surname = '' THEN 'name'
             END AS fact
      FROM {history h}
      LEFT JOIN {mailbox m} ON m.id = h.mailbox) AS v
WHERE v.fact IS NOT NULL
