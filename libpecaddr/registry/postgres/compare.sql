-- SPDX-License-Identifier: BSD-3-Clause
--
-- What of the schema pecaddr is not as it is in the schema $1, where this version has just made the same,
-- as this very server writes it. A row for each thing: what it is, its name, and whether it is missing,
-- changed or added. What was added and changes no row, nor keeps any out, does no harm.
--
-- Names of the two schemas are left out of definitions. Owners are compared with the owner of the table
-- mailbox. The default of mailbox.change has a number that is this registry's own. The bodies of functions
-- are compared to the letter elsewhere: see rules.c.
WITH side AS (
    SELECT n.oid AS schema, n.nspname = 'pecaddr' AS real,
           (SELECT c.relowner FROM pg_class AS c
            WHERE c.relnamespace = n.oid AND c.relname = 'mailbox') AS owner
    FROM pg_namespace AS n
    WHERE n.nspname IN ('pecaddr', $1)
), relation AS (
    SELECT s.real, s.owner, c.*
    FROM side AS s JOIN pg_class AS c ON c.relnamespace = s.schema
), item AS (
    SELECT real, 'table' AS kind, relname::text AS name,
           concat_ws(' ', relkind, relowner = owner, relpersistence <> 'u', relrowsecurity,
                     relforcerowsecurity, relispartition, reloptions::text,
                     (SELECT count(*) FROM pg_inherits AS i WHERE i.inhrelid = relation.oid
                                                               OR i.inhparent = relation.oid))
           AS definition
    FROM relation WHERE relkind NOT IN ('i', 'I', 'c', 't')
    UNION ALL
    SELECT real, 'column', r.relname || '.' || a.attname,
           concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated,
                     a.attidentity, a.attcollation::regcollation,
                     CASE WHEN r.relname = 'mailbox' AND a.attname = 'change'
                          THEN regexp_replace(pg_get_expr(d.adbin, d.adrelid), '''?[0-9]+''?(::bigint)?', '0')
                          ELSE pg_get_expr(d.adbin, d.adrelid) END)
    FROM relation AS r
    JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef AS d ON d.adrelid = r.oid AND d.adnum = a.attnum
    WHERE r.relkind NOT IN ('i', 'I', 'S', 'c', 't')
    UNION ALL
    SELECT real, 'sequence', r.relname::text,
           concat_ws(' ', q.seqtypid::regtype, q.seqstart, q.seqincrement, q.seqmax, q.seqmin,
                     q.seqcycle)
    FROM relation AS r JOIN pg_sequence AS q ON q.seqrelid = r.oid
    UNION ALL
    SELECT real, 'constraint', r.relname || '.' || k.conname,
           concat_ws(' ', pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable)
    FROM relation AS r JOIN pg_constraint AS k ON k.conrelid = r.oid
    UNION ALL
    SELECT real, CASE WHEN i.indisunique OR i.indisexclusion THEN 'unique index' ELSE 'index' END,
           c.relname::text,
           concat_ws(' ', pg_get_indexdef(c.oid), i.indisvalid, i.indisready, i.indislive,
                     i.indimmediate)
    FROM relation AS r
    JOIN pg_index AS i ON i.indrelid = r.oid
    JOIN pg_class AS c ON c.oid = i.indexrelid
    UNION ALL
    SELECT real, 'trigger', r.relname || '.' || t.tgname,
           concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
    FROM relation AS r JOIN pg_trigger AS t ON t.tgrelid = r.oid
    WHERE NOT t.tgisinternal
    UNION ALL
    SELECT real, CASE WHEN w.ev_type = '1' THEN 'view' ELSE 'rule' END,
           r.relname || CASE WHEN w.ev_type = '1' THEN '' ELSE '.' || w.rulename END,
           CASE WHEN r.relkind = 'v' THEN pg_get_viewdef(r.oid) ELSE pg_get_ruledef(w.oid) END
    FROM relation AS r JOIN pg_rewrite AS w ON w.ev_class = r.oid
    UNION ALL
    SELECT real, 'policy', r.relname || '.' || p.polname,
           concat_ws(' ', p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid),
                     pg_get_expr(p.polwithcheck, p.polrelid))
    FROM relation AS r JOIN pg_policy AS p ON p.polrelid = r.oid
    UNION ALL
    SELECT real, 'function', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
           concat_ws(' ', p.proowner = s.owner, replace(pg_get_functiondef(p.oid), p.prosrc, ''))
    FROM side AS s JOIN pg_proc AS p ON p.pronamespace = s.schema AND p.prokind IN ('f', 'p')
    UNION ALL
    SELECT o.real, 'rights on ' || o.kind, o.name,
           (SELECT string_agg(concat_ws(' ', x.grantee::regrole, x.privilege_type,
                                        x.is_grantable), ', '
                              ORDER BY x.grantee::regrole::text, x.privilege_type)
            FROM aclexplode(o.acl) AS x
            WHERE x.grantee NOT IN (SELECT owner FROM side))
    FROM (SELECT real, 'table' AS kind, relname::text AS name,
                 coalesce(relacl, acldefault('r', relowner)) AS acl
          FROM relation WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
          UNION ALL
          SELECT real, 'sequence', relname::text, coalesce(relacl, acldefault('s', relowner))
          FROM relation WHERE relkind = 'S'
          UNION ALL
          SELECT real, 'column', r.relname || '.' || a.attname, a.attacl
          FROM relation AS r
          JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
          WHERE r.relkind NOT IN ('i', 'I', 'c', 't')
          UNION ALL
          SELECT real, 'function', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
                 coalesce(p.proacl, acldefault('f', p.proowner))
          FROM side AS s JOIN pg_proc AS p ON p.pronamespace = s.schema) AS o
    UNION ALL
    -- A temporary schema has rights of its own: those of ours are written here.
    SELECT true, 'rights on schema', 'pecaddr',
           (SELECT string_agg(concat_ws(' ', x.grantee::regrole, x.privilege_type,
                                        x.is_grantable), ', '
                              ORDER BY x.grantee::regrole::text, x.privilege_type)
            FROM pg_namespace AS n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS x
            WHERE n.nspname = 'pecaddr' AND x.grantee <> n.nspowner)
    UNION ALL
    SELECT false, 'rights on schema', 'pecaddr',
           (SELECT string_agg(concat_ws(' ', oid::regrole, 'USAGE', false), ', '
                              ORDER BY oid::regrole::text)
            FROM pg_roles WHERE rolname IN ('pecaddr_reader', 'pecaddr_issuer'))
    UNION ALL
    SELECT real, 'owner of schema', 'pecaddr', (NOT real OR n.nspowner = s.owner)::text
    FROM side AS s JOIN pg_namespace AS n ON n.oid = s.schema
), named AS (
    SELECT real, kind, name,
           regexp_replace(definition, '\m"?(pecaddr|pg_temp(_[0-9]+)?)"?\.', '', 'g') AS definition
    FROM item
)
SELECT kind, name,
       CASE WHEN r.real IS NULL THEN 'missing' WHEN e.real IS NULL THEN 'added' ELSE 'changed' END
FROM (SELECT * FROM named WHERE real) AS r
FULL JOIN (SELECT * FROM named WHERE NOT real) AS e USING (kind, name)
WHERE r.definition IS DISTINCT FROM e.definition
  -- A function that is missing is told with the bodies.
  AND NOT (kind = 'function' AND r.real IS NULL)
  AND (e.real IS NOT NULL OR kind IN ('constraint', 'unique index', 'trigger', 'rule', 'policy')
       OR (kind = 'column' AND split_part(name, '.', 1) IN
           (SELECT relname FROM relation WHERE NOT real))
       OR (kind = 'rights on column' AND r.definition IS NOT NULL))
ORDER BY kind, name
