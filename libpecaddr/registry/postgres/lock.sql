-- SPDX-License-Identifier: BSD-3-Clause
--
-- Locks the keys in question, in their order, so that no two transactions wait for each other.
-- 1346716481: see REGISTRY_LOCKS.
SELECT count(pg_advisory_xact_lock(1346716481, bucket))
FROM (SELECT bucket FROM unnest($1::integer[]) WITH ORDINALITY AS k (bucket, n) ORDER BY n)
    AS sorted
