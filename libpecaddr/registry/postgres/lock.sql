-- SPDX-License-Identifier: BSD-3-Clause
--
-- Locks the buckets of the keys in question; NULL: all. In the order of their numbers, so that no two
-- transactions wait for each other.
SELECT count(*)
FROM (SELECT FROM pecaddr.bucket WHERE number = ANY ($1::integer[]) ORDER BY number FOR UPDATE)
    AS locked
