-- SPDX-License-Identifier: BSD-3-Clause
--
-- Whether the registry is where it was when its owner last said so: see mark.c. `waits`: a commit
-- waits for a standby.
SELECT coalesce(r.server = h.server, false) AS same_server,
       coalesce((r.database, r.relation) = (h.database, h.relation), false) AS same_table,
       r.timeline, h.timeline AS timeline_now,
       btrim(current_setting('synchronous_standby_names')) <> '' AS waits
FROM pecaddr.registry AS r CROSS JOIN pecaddr.here AS h
