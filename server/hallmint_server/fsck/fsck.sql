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
WHERE job_id NOT IN (SELECT batch_id FROM mint_batches) AND job_id NOT IN (SELECT revocation_id FROM revocations);

-- name: lot_sum
SELECT coalesce(sum(quantity), 0), count(*) FROM lots WHERE batch_no = %(batch_no)s;

-- name: totals
SELECT b.brand_id, b.slug, t.batches, t.minted, t.revoked,
    (SELECT count(*) FROM mint_batches m WHERE m.brand_id = b.brand_id),
    (SELECT coalesce(sum(folded), 0) FROM mint_batches m WHERE m.brand_id = b.brand_id)
FROM brands b LEFT JOIN brand_totals t USING (brand_id);
