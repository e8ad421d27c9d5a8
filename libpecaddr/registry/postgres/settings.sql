-- SPDX-License-Identifier: BSD-3-Clause
--
-- Settings of one transaction. For how many milliseconds it may wait for a lock ($1), a statement may
-- take ($2), and nothing may happen between two statements ($3). $4: `on` for one that reads all,
-- `off` for one that looks for keys.
--
-- It says whether the server, or this user, can only read, and which provinces he is bound to.
--
-- Warnings are heard, since the server warns when it did not wait for the standby: see
-- receive_notice(). A commit is on disk, and never less durable than is set for this user. Keys are
-- looked for in their indexes, whatever the planner believes the size of the tables to be.
SELECT current_setting('transaction_read_only') = 'on' AS read_only,
       array_to_string(pecaddr.own_provinces(), ',') AS own,
       set_config('search_path', 'pg_catalog, pg_temp', true),
       set_config('DateStyle', 'ISO, YMD', true),
       set_config('client_min_messages', 'warning', true),
       set_config('lock_timeout', $1, true),
       set_config('statement_timeout', $2, true),
       set_config('idle_in_transaction_session_timeout', $3, true),
       set_config('synchronous_commit',
                  CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on'
                       ELSE current_setting('synchronous_commit') END, true),
       set_config('jit', 'off', true),
       set_config('enable_seqscan', $4, true),
       set_config('enable_hashjoin', $4, true),
       set_config('enable_mergejoin', $4, true)
