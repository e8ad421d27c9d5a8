-- SPDX-License-Identifier: BSD-3-Clause
--
-- What a registry of schema 1 may hold: every kind of mailbox, with all that could become of one, as
-- the library of that time wrote it. The scheme is there as number 1.

-- 1 reserved, and its holder's homonyms: 2 active, moved twice; 3 moved, ended, came back and with
-- that moved back; 4 known by the entry alone, gained a codice fiscale, moved.
INSERT INTO mailbox (revision, state, address, holder, province, section, number, given, surname,
                     scheme, table_version, level, notes, receipt, changed_by, changed_why)
VALUES (1, 'reserved', 'anna.neri@ingpec.eu', 'NRENNA00A01Z001D', 'MC', 'A', 1, 'ANNA', 'NERI',
        1, 1, 0, 0, 'claimed', 'ufficio', 'issued'),
       (1, 'reserved', 'anna.neri.mc@ingpec.eu', 'NRENNA00A01Z002I', 'MC', 'A', 2, 'Anna', 'Neri',
        1, 1, 1, 0, 'taken,claimed', 'ufficio', 'issued'),
       (1, 'reserved', 'anna.neri.mc.a3@ingpec.eu', 'NRENNA00A01Z003K', 'MC', 'A', 3, 'Anna', 'Neri',
        1, 1, 2, 0, 'taken,taken,claimed', 'ufficio', 'issued'),
       (1, 'reserved', 'ivo.sala@ingpec.eu', NULL, 'MC', 'A', 5, 'Ivo', 'Sala',
        1, 1, 0, 0, 'claimed', 'ufficio', 'issued');

UPDATE mailbox SET state = 'active',
    revision = 2, changed_by = 'ufficio', changed_why = 'activated' WHERE id = 2;
UPDATE mailbox SET province = 'AN', section = 'B', number = 45,
    revision = 3, changed_why = 'transfer from MC A 2 to AN B 45' WHERE id = 2;
UPDATE mailbox SET province = 'AP', section = 'A', number = 7,
    revision = 4, changed_why = 'transfer from AN B 45 to AP A 7' WHERE id = 2;

UPDATE mailbox SET province = 'FM', number = 9999999,
    revision = 2, changed_why = 'transfer from MC A 3 to FM A 9999999' WHERE id = 3;
UPDATE mailbox SET state = 'active', revision = 3, changed_why = 'activated' WHERE id = 3;
UPDATE mailbox SET state = 'retired', revision = 4, changed_why = 'ended' WHERE id = 3;
UPDATE mailbox SET state = 'reserved', province = 'MC', number = 3,
    revision = 5, changed_why = 'the holder came back; transfer from FM A 9999999 to MC A 3'
    WHERE id = 3;

UPDATE mailbox SET holder = 'NRENNA00A01Z004M',
    revision = 2, changed_why = 'codice fiscale put on record' WHERE id = 4;
UPDATE mailbox SET province = 'AN',
    revision = 3, changed_why = 'transfer from MC A 5 to AN A 5' WHERE id = 4;

-- 5 released, for a reason that reads like a transfer; 6 then had its address.
INSERT INTO mailbox (revision, state, address, holder, province, section, number, given, surname,
                     scheme, table_version, level, notes, receipt, changed_by, changed_why)
VALUES (1, 'reserved', 'ugo.riva@ingpec.eu', 'RVIGUO00A01Z005V', 'MC', 'A', 4, 'Ugo', 'Riva',
        1, 1, 0, 0, 'claimed', 'ufficio', 'issued');
UPDATE mailbox SET state = 'released',
    revision = 2, changed_why = 'transfer from MC A 4 to AN B 4' WHERE id = 5;
INSERT INTO mailbox (revision, state, address, holder, province, section, number, given, surname,
                     scheme, table_version, level, notes, receipt, changed_by, changed_why)
VALUES (1, 'reserved', 'ugo.riva@ingpec.eu', 'RVIGUO00A01Z006X', 'MC', 'A', 6, 'Ugo', 'Riva',
        1, 1, 0, 0, 'claimed', 'ufficio', 'issued');

-- Imported: 7 with nothing known; 8 with all, moved; 9 that became known bit by bit, moved.
INSERT INTO mailbox (revision, state, address, holder, province, section, number, given, surname,
                     expires, notes, receipt, changed_by, changed_why)
VALUES (1, 'active', 'pec01@ingpec.eu', NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        0, 'imported', 'ufficio', 'imported'),
       (1, 'active', 'l.verdi@ingpec.eu', '12345678911', 'MC', 'A', 8, 'Luca', 'Verdi', '2031-12-31',
        0, 'imported', 'ufficio', 'imported'),
       (1, 'active', 'pec02@ingpec.eu', 'RSSMRA00A01Z007Z', 'MC', NULL, NULL, NULL, NULL, NULL,
        0, 'imported', 'ufficio', 'imported');
UPDATE mailbox SET province = 'AN',
    revision = 2, changed_why = 'transfer from MC A 8 to AN A 8' WHERE id = 8;
UPDATE mailbox SET section = 'A', number = 20, given = 'Leo', surname = 'Conti',
    revision = 2, changed_why = 'register entry put on record; name put on record' WHERE id = 9;
UPDATE mailbox SET number = 21,
    revision = 3, changed_why = 'transfer from MC A 20 to MC A 21' WHERE id = 9;

-- 10 ended, known by the entry alone; 11 came to that entry after it; 12 moved, and was released.
INSERT INTO mailbox (revision, state, address, holder, province, section, number, given, surname,
                     scheme, table_version, level, notes, receipt, changed_by, changed_why)
VALUES (1, 'reserved', 'eva.longo@ingpec.eu', NULL, 'MC', 'A', 9, 'Eva', 'Longo',
        1, 1, 0, 0, 'claimed', 'ufficio', 'issued');
UPDATE mailbox SET state = 'active', expires = '2024-02-29',
    revision = 2, changed_why = 'activated' WHERE id = 10;
UPDATE mailbox SET state = 'retired', revision = 3, changed_why = 'ended' WHERE id = 10;
INSERT INTO mailbox (revision, state, address, holder, province, section, number, given, surname,
                     scheme, table_version, level, notes, receipt, changed_by, changed_why)
VALUES (1, 'reserved', 'zoe.alba@ingpec.eu', NULL, 'MC', 'A', 9, 'Zoe', 'Alba',
        1, 1, 0, 0, 'claimed', 'ufficio', 'issued'),
       (1, 'reserved', 'pia.riva@ingpec.eu', 'RVIPIA00A01Z008Z', 'MC', 'A', 11, 'Pia', 'Riva',
        1, 1, 0, 0, 'claimed', 'ufficio', 'issued');
UPDATE mailbox SET province = 'AN', section = 'B',
    revision = 2, changed_why = 'transfer from MC A 11 to AN B 11' WHERE id = 12;
UPDATE mailbox SET state = 'released', revision = 3, changed_why = 'never wanted' WHERE id = 12;
