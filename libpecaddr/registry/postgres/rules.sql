-- SPDX-License-Identifier: BSD-3-Clause
--
-- How many of the rules are not there that the database holds: triggers (t) that fire, unique indexes
-- (i) that are whole, constraints (c) that hold for all rows, columns that are never NULL (n). What
-- was added does no harm.
SELECT count(*)
FROM (VALUES
    ('t', 'mailbox', 'mailbox_begins'),
    ('t', 'mailbox', 'mailbox_begins_in_use'),
    ('t', 'mailbox', 'mailbox_begins_with_its_act'),
    ('t', 'mailbox', 'mailbox_blocked'),
    ('t', 'mailbox', 'mailbox_begins_as_issued'),
    ('t', 'mailbox', 'mailbox_instead_of_another'),
    ('t', 'mailbox', 'mailbox_scheme'),
    ('t', 'mailbox', 'mailbox_begins_in_own_province'),
    ('t', 'mailbox', 'mailbox_changes_in_own_province'),
    ('t', 'mailbox', 'mailbox_counts_up'),
    ('t', 'mailbox', 'mailbox_ended_is_final'),
    ('t', 'mailbox', 'mailbox_transitions'),
    ('t', 'mailbox', 'mailbox_stays_used'),
    ('t', 'mailbox', 'mailbox_address_is_fixed'),
    ('t', 'mailbox', 'mailbox_act_does_what_it_says'),
    ('t', 'mailbox', 'mailbox_forgets_all'),
    ('t', 'mailbox', 'mailbox_holder_is_fixed'),
    ('t', 'mailbox', 'mailbox_name_is_only_corrected'),
    ('t', 'mailbox', 'mailbox_letters_are_the_names'),
    ('t', 'mailbox', 'mailbox_entry_moves_with_holder'),
    ('t', 'mailbox', 'mailbox_version_is_stamped'),
    ('t', 'mailbox', 'mailbox_changed'),
    ('t', 'mailbox', 'mailbox_never_deleted'),
    ('t', 'history', 'history_never_deleted'),
    ('t', 'history', 'history_never_changed'),
    ('t', 'history', 'history_is_true'),
    ('t', 'scheme', 'scheme_never_changed'),
    ('t', 'bucket', 'bucket_is_only_locked'),
    ('t', 'registry', 'registry_goes_on'),
    ('t', 'registry', 'registry_keeps_its_provinces'),
    ('t', 'registry', 'registry_never_deleted'),
    ('t', 'told', 'told_in_order'),
    ('t', 'told', 'told_never_changed'),
    ('i', 'mailbox', 'mailbox_pkey'),
    ('i', 'mailbox', 'mailbox_address'),
    ('i', 'mailbox', 'mailbox_holder'),
    ('i', 'mailbox', 'mailbox_entry'),
    ('i', 'scheme', 'scheme_pkey'),
    ('i', 'scheme', 'scheme_text_key'),
    ('i', 'history', 'history_pkey'),
    ('i', 'registry', 'registry_pkey'),
    ('i', 'bucket', 'bucket_pkey'),
    ('i', 'bound', 'bound_pkey'),
    ('i', 'told', 'told_pkey'),
    ('c', 'registry', 'registry_one_check'),
    ('c', 'registry', 'registry_id_check'),
    ('c', 'registry', 'registry_epoch_check'),
    ('c', 'registry', 'registry_change_check'),
    ('c', 'registry', 'registry_provinces_check'),
    ('c', 'bound', 'bound_provinces_check'),
    ('c', 'scheme', 'scheme_text_check'),
    ('c', 'mailbox', 'mailbox_notes_check'),
    ('c', 'mailbox', 'mailbox_table_version_check'),
    ('c', 'mailbox', 'mailbox_level_check'),
    ('c', 'mailbox', 'mailbox_number_check'),
    ('c', 'mailbox', 'mailbox_expires_check'),
    ('c', 'mailbox', 'mailbox_left_on_check'),
    ('c', 'mailbox', 'mailbox_state_check'),
    ('c', 'mailbox', 'mailbox_address_check'),
    ('c', 'mailbox', 'mailbox_holder_check'),
    ('c', 'mailbox', 'mailbox_province_check'),
    ('c', 'mailbox', 'mailbox_section_check'),
    ('c', 'mailbox', 'mailbox_given_check'),
    ('c', 'mailbox', 'mailbox_surname_check'),
    ('c', 'mailbox', 'mailbox_given_letters_check'),
    ('c', 'mailbox', 'mailbox_surname_letters_check'),
    ('c', 'mailbox', 'mailbox_receipt_check'),
    ('c', 'mailbox', 'mailbox_changed_act_check'),
    ('c', 'mailbox', 'mailbox_changed_why_check'),
    ('c', 'mailbox', 'mailbox_operator_says_why'),
    ('c', 'mailbox', 'mailbox_keeps_how_it_was_issued'),
    ('c', 'mailbox', 'mailbox_leaving'),
    ('c', 'history', 'history_revision_check'),
    ('c', 'told', 'told_domain_check'),
    ('c', 'told', 'told_province_check'),
    ('c', 'told', 'told_range_number_check'),
    ('c', 'told', 'told_change_from_check'),
    ('c', 'told', 'told_range'),
    ('n', 'registry', 'id'),
    ('n', 'registry', 'epoch'),
    ('n', 'registry', 'change'),
    ('n', 'registry', 'provinces'),
    ('n', 'bound', 'provinces'),
    ('n', 'scheme', 'text'),
    ('n', 'mailbox', 'revision'),
    ('n', 'mailbox', 'change'),
    ('n', 'mailbox', 'changed_at'),
    ('n', 'mailbox', 'notes'),
    ('n', 'mailbox', 'used'),
    ('n', 'mailbox', 'state'),
    ('n', 'mailbox', 'address'),
    ('n', 'mailbox', 'domain'),
    ('n', 'mailbox', 'receipt'),
    ('n', 'mailbox', 'changed_by'),
    ('n', 'mailbox', 'changed_act'),
    ('n', 'mailbox', 'changed_why'),
    ('n', 'history', 'mailbox'),
    ('n', 'history', 'revision'),
    ('n', 'history', 'change'),
    ('n', 'history', 'at'),
    ('n', 'history', 'state'),
    ('n', 'history', 'author'),
    ('n', 'history', 'act'),
    ('n', 'history', 'why'),
    ('n', 'told', 'domain'),
    ('n', 'told', 'province'),
    ('n', 'told', 'range_number'),
    ('n', 'told', 'change_from'),
    ('n', 'told', 'change_to'),
    ('n', 'told', 'at'),
    ('n', 'told', 'by')
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
