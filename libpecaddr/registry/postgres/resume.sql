-- SPDX-License-Identifier: BSD-3-Clause
--
-- The owner's word that the registry is the right one, here.
UPDATE pecaddr.registry
SET epoch = epoch + 1,
    (server, timeline, database, relation)
    = (SELECT h.server, h.timeline, h.database, h.relation FROM pecaddr.here AS h)
