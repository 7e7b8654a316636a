-- name: batches
SELECT batch_id, brand_id FROM mint_batches
WHERE %(batch_id)s::uuid IS NULL OR batch_id = %(batch_id)s
ORDER BY batch_no;

-- name: units
SELECT coalesce(sum(cursor), 0)::bigint FROM mint_batches
WHERE %(batch_id)s::uuid IS NULL OR batch_id = %(batch_id)s;

-- name: rows
SELECT seq, code, status, activated_at IS NOT NULL FROM tokens
WHERE batch_no = %(batch_no)s
ORDER BY seq;

-- name: orphans
-- Batch numbers among the tokens that no batch has: a loose scan, one step a batch however many rows it has.
WITH RECURSIVE present AS (
    (SELECT batch_no FROM tokens ORDER BY batch_no LIMIT 1)
    UNION ALL
    SELECT (SELECT t.batch_no FROM tokens t WHERE t.batch_no > p.batch_no ORDER BY t.batch_no LIMIT 1)
    FROM present p
    WHERE p.batch_no IS NOT NULL
)
SELECT batch_no FROM present
WHERE batch_no IS NOT NULL AND batch_no NOT IN (SELECT batch_no FROM mint_batches)
ORDER BY batch_no;

-- name: job
SELECT state, lease_until IS NOT NULL, lease_until - clock_timestamp() > make_interval(secs => %(most)s),
    attempts, takeovers
FROM jobs WHERE job_id = %(job_id)s;

-- name: events
SELECT action, count(*) FROM events
WHERE entity_type = %(entity_type)s AND entity_id = %(entity_id)s
GROUP BY action;

-- name: folded
SELECT folded FROM mint_batches WHERE batch_no = %(batch_no)s;

-- name: revocations
SELECT revocation_id, first_seq, end_seq, cursor, state, revoked FROM revocations
WHERE batch_no = %(batch_no)s;

-- name: revoked_below_cursor
SELECT count(*) FROM tokens
WHERE batch_no = %(batch_no)s AND seq >= %(first)s AND seq < %(end)s AND status <> 3;

-- name: lone_jobs
SELECT job_id FROM jobs
WHERE job_id NOT IN (SELECT batch_id FROM mint_batches) AND job_id NOT IN (SELECT revocation_id FROM revocations)
    AND job_id NOT IN (SELECT export_id FROM exports);

-- name: lots
SELECT coalesce(sum(quantity), 0), count(*) FILTER (WHERE first_seq <> expected)
FROM (
    SELECT
        quantity, first_seq,
        coalesce(sum(quantity) OVER (ORDER BY first_seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS expected
    FROM lots WHERE batch_no = %(batch_no)s
) AS lot;

-- name: has_context
SELECT EXISTS (SELECT FROM brand_contexts c WHERE (c.brand_id, c.key_version, c.context) = (b.brand_id, b.key_version, b.context))
FROM mint_batches b WHERE batch_no = %(batch_no)s;

-- name: revoked_by_name
-- The event of a token is that of `<batch_id>/<seq>`. Read once for all batches.
SELECT split_part(entity_id, '/', 1), count(*) FROM events
WHERE entity_type = 'TOKEN' AND action = 'REVOKED'
GROUP BY 1;

-- name: revoked_as_a_whole
SELECT coalesce(sum(revoked), 0) FROM revocations WHERE batch_no = %(batch_no)s;

-- name: index_is_valid
SELECT coalesce((SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = to_regclass(%(name)s)), false);

-- name: totals
SELECT b.brand_id, b.slug, t.batches, t.minted, t.revoked,
    (SELECT count(*) FROM mint_batches m WHERE m.brand_id = b.brand_id),
    (SELECT coalesce(sum(folded), 0) FROM mint_batches m WHERE m.brand_id = b.brand_id)
FROM brands b LEFT JOIN brand_totals t USING (brand_id);

-- name: chains
-- Each event is hashed again with the hash of the one before it; after a gap nobody knows that one. The nil UUID is the
-- installation's chain, which belongs to no brand.
WITH linked AS (
    SELECT brand_id, number, hash,
        row_number() OVER chain AS place,
        CASE WHEN number = 1 OR lag(number) OVER chain = number - 1 THEN event_hash(
            coalesce(lag(hash) OVER chain, decode(repeat('00', 32), 'hex')), brand_id, number, at, entity_type, entity_id,
            action, actor, request_id, detail
        ) END AS expected
    FROM events
    WINDOW chain AS (PARTITION BY brand_id ORDER BY number)
), chain AS (
    SELECT brand_id, max(number) AS last,
        min(place) FILTER (WHERE number <> place) AS missing,
        min(number) FILTER (WHERE hash <> expected) AS changed,
        count(*) FILTER (WHERE hash <> expected) AS changes
    FROM linked
    GROUP BY brand_id
)
SELECT brand_id, coalesce(b.slug, brand_id::text), c.missing, c.changed, coalesce(c.changes, 0), coalesce(c.last, 0),
    coalesce(h.number, 0),
    coalesce((SELECT e.hash FROM events e WHERE (e.brand_id, e.number) = (c.brand_id, c.last)) = h.hash, false)
FROM chain c
FULL JOIN audit_heads h USING (brand_id)
LEFT JOIN brands b USING (brand_id)
ORDER BY brand_id;

-- name: taken
-- What mints took of production batches: a cancelled one gave back what it had not minted, a failed one keeps it.
SELECT p.production_batch_id, p.taken, coalesce(m.taken, 0)
FROM production_batches p
LEFT JOIN (
    SELECT production_batch_id, sum(CASE state WHEN 'cancelled' THEN cursor ELSE quantity END) AS taken
    FROM mint_batches
    WHERE production_batch_id IS NOT NULL
    GROUP BY production_batch_id
) m USING (production_batch_id)
WHERE p.taken <> coalesce(m.taken, 0)
ORDER BY p.production_batch_id;

-- name: activations
-- Of each brand: what is counted, the tokens that say it, and the events that tell of it, each of the same moment.
SELECT b.slug,
    (SELECT coalesce(sum(a.units), 0) FROM activations a WHERE a.brand_id = b.brand_id)::bigint,
    (
        SELECT count(*) FROM mint_batches m JOIN tokens t USING (batch_no)
        WHERE m.brand_id = b.brand_id AND t.activated_at IS NOT NULL
    ),
    (
        SELECT count(*) FROM unit_events e JOIN tokens t ON (t.batch_no, t.seq, t.activated_at) = (e.batch_no, e.seq, e.at)
        WHERE e.brand_id = b.brand_id AND e.action = 'ACTIVATED'
    )
FROM brands b
ORDER BY b.slug;

-- name: digests
SELECT entity_id, brand_id, detail FROM events WHERE entity_type = 'DAY' AND action = 'DIGESTED' ORDER BY brand_id, number;

-- name: closed_days
SELECT day FROM closed_days ORDER BY day;

-- name: slugs
SELECT brand_id, slug FROM brands;

-- name: exports
-- Of each export: where it stands, its packs as they should be and as they are, its job, and whether it has the batch's lock.
SELECT e.export_id, e.state, e.cursor, e.pack_units, e.units, b.cursor, e.ended_at IS NOT NULL, j.state,
    EXISTS (SELECT FROM export_locks l WHERE l.export_id = e.export_id),
    (SELECT coalesce(array_agg(array[p.pack_no, p.first_seq, p.units] ORDER BY p.pack_no), '{}') FROM packs p
        WHERE p.export_id = e.export_id),
    (SELECT coalesce(array_agg(v.action ORDER BY v.event_id), '{}') FROM events v
        WHERE v.entity_type = 'EXPORT' AND v.entity_id = e.export_id::text),
    e.folded
FROM exports e JOIN mint_batches b USING (batch_no) LEFT JOIN jobs j ON j.job_id = e.export_id
ORDER BY e.export_id;

-- name: exported
-- What batches and brands count of exports, and what their exports say.
SELECT 'batch ' || b.batch_id, b.exported_units, b.exports_completed,
    coalesce(sum(e.folded), 0)::bigint, count(*) FILTER (WHERE e.state = 'completed'),
    (b.last_exported_at IS NOT NULL) = (coalesce(sum(e.folded), 0) > 0)
FROM mint_batches b LEFT JOIN exports e USING (batch_no)
GROUP BY b.batch_no
HAVING b.exported_units > 0 OR b.exports_completed > 0 OR b.last_exported_at IS NOT NULL OR count(e.export_id) > 0
UNION ALL
SELECT 'brand ' || r.slug, t.exported_units, t.exports_completed,
    coalesce(sum(b.exported_units), 0)::bigint, coalesce(sum(b.exports_completed), 0)::bigint, true
FROM brands r JOIN brand_totals t USING (brand_id) LEFT JOIN mint_batches b USING (brand_id)
GROUP BY r.brand_id, t.brand_id
ORDER BY 1;

-- name: packs
SELECT export_id, pack_no, storage_key, bytes, sha256 FROM packs ORDER BY pack_id;
