-- SPDX-License-Identifier: BSD-3-Clause
--
-- How many of the rules are not there that the database holds: triggers (t) that fire, unique indexes
-- (i) that are whole, constraints (c) that hold for all rows, columns that are never NULL (n). What
-- was added does no harm.
SELECT count(*)
FROM (VALUES
    ('t', 'mailbox', 'mailbox_begins'),
    ('t', 'mailbox', 'mailbox_issued'),
    ('t', 'mailbox', 'mailbox_instead_of_another'),
    ('t', 'mailbox', 'mailbox_says_why'),
    ('t', 'mailbox', 'mailbox_released_is_final'),
    ('t', 'mailbox', 'mailbox_transitions'),
    ('t', 'mailbox', 'mailbox_used_is_never_released'),
    ('t', 'mailbox', 'mailbox_address_is_fixed'),
    ('t', 'mailbox', 'mailbox_holder_is_fixed'),
    ('t', 'mailbox', 'mailbox_entry_moves_with_holder'),
    ('t', 'mailbox', 'mailbox_begun'),
    ('t', 'mailbox', 'mailbox_changed'),
    ('t', 'mailbox', 'mailbox_never_deleted'),
    ('t', 'history', 'history_never_changed'),
    ('t', 'history', 'history_is_true'),
    ('t', 'scheme', 'scheme_never_changed'),
    ('i', 'mailbox', 'mailbox_pkey'),
    ('i', 'mailbox', 'mailbox_address'),
    ('i', 'mailbox', 'mailbox_holder'),
    ('i', 'mailbox', 'mailbox_entry'),
    ('i', 'scheme', 'scheme_pkey'),
    ('i', 'scheme', 'scheme_text_key'),
    ('i', 'history', 'history_pkey'),
    ('i', 'history', 'history_mailbox_revision_key'),
    ('c', 'mailbox', 'mailbox_address_check'),
    ('c', 'mailbox', 'mailbox_changed_why_check'),
    ('c', 'mailbox', 'mailbox_expires_check'),
    ('c', 'mailbox', 'mailbox_given_check'),
    ('c', 'mailbox', 'mailbox_holder_check'),
    ('c', 'mailbox', 'mailbox_instead_of_fkey'),
    ('c', 'mailbox', 'mailbox_keeps_how_it_was_issued'),
    ('c', 'mailbox', 'mailbox_leaving'),
    ('c', 'mailbox', 'mailbox_left_on_check'),
    ('c', 'mailbox', 'mailbox_level_check'),
    ('c', 'mailbox', 'mailbox_notes_check'),
    ('c', 'mailbox', 'mailbox_number_check'),
    ('c', 'mailbox', 'mailbox_province_check'),
    ('c', 'mailbox', 'mailbox_receipt_check'),
    ('c', 'mailbox', 'mailbox_scheme_fkey'),
    ('c', 'mailbox', 'mailbox_section_check'),
    ('c', 'mailbox', 'mailbox_state_check'),
    ('c', 'mailbox', 'mailbox_surname_check'),
    ('c', 'mailbox', 'mailbox_table_version_check'),
    ('c', 'history', 'history_mailbox_fkey'),
    ('c', 'scheme', 'scheme_text_check'),
    ('n', 'mailbox', 'revision'),
    ('n', 'mailbox', 'state'),
    ('n', 'mailbox', 'address'),
    ('n', 'mailbox', 'domain'),
    ('n', 'mailbox', 'notes'),
    ('n', 'mailbox', 'receipt'),
    ('n', 'mailbox', 'changed_why'),
    ('n', 'history', 'mailbox'),
    ('n', 'history', 'revision'),
    ('n', 'history', 'at'),
    ('n', 'history', 'author'),
    ('n', 'history', 'new_state'),
    ('n', 'history', 'why'),
    ('n', 'scheme', 'text')
) AS rule (kind, class, name)
JOIN pg_catalog.pg_namespace AS n ON n.nspname = 'pecaddr'
LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = rule.class
WHERE NOT CASE rule.kind
    WHEN 't' THEN EXISTS (
        SELECT FROM pg_catalog.pg_trigger AS t
        WHERE t.tgrelid = c.oid AND t.tgname = rule.name AND t.tgenabled IN ('O', 'A'))
    WHEN 'i' THEN EXISTS (
        SELECT FROM pg_catalog.pg_class AS ic
        JOIN pg_catalog.pg_index AS i ON i.indexrelid = ic.oid
        WHERE i.indrelid = c.oid AND ic.relname = rule.name
          AND i.indisunique AND i.indisvalid AND i.indisready AND i.indislive)
    WHEN 'c' THEN EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS k
        WHERE k.conrelid = c.oid AND k.conname = rule.name AND k.convalidated)
    ELSE EXISTS (
        SELECT FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attname = rule.name AND a.attnotnull)
    END
