-- name: token
SELECT seq, code, status, activated_at FROM brand_tokens_v1
WHERE batch_no = %(batch_no)s AND seq = %(seq)s;

-- name: token_exported_at
-- When the last pack with a token was finished. A batch has few exports, and an export at most 100 packs.
SELECT max(p.created_at) FROM exports e JOIN packs p USING (export_id)
WHERE e.batch_no = %(batch_no)s AND p.first_seq <= %(seq)s AND %(seq)s < p.first_seq + p.units;

-- name: list_tokens
SELECT seq, code, status, activated_at FROM brand_tokens_v1
WHERE batch_no = %(batch_no)s AND seq >= %(first)s AND seq < %(end)s
    AND (%(status)s::smallint IS NULL OR status = %(status)s)
ORDER BY seq
LIMIT %(limit)s;

-- name: list_revoked
-- The condition is a constant, so that the partial index on revoked tokens serves it.
SELECT seq, code, status, activated_at FROM brand_tokens_v1
WHERE batch_no = %(batch_no)s AND seq >= %(first)s AND seq < %(end)s AND status = 3
ORDER BY seq
LIMIT %(limit)s;

-- name: list_activated
-- Tokens that scans activated, where they are few: their index finds them, and the sort is of them alone.
WITH activated AS MATERIALIZED (
    SELECT seq, code, status, activated_at FROM brand_tokens_v1
    WHERE batch_no = %(batch_no)s AND activated_at IS NOT NULL
)
SELECT seq, code, status, activated_at FROM activated
WHERE seq >= %(first)s AND seq < %(end)s AND status = %(status)s
ORDER BY seq
LIMIT %(limit)s;

-- name: activated_units
-- How many units of a batch scans ever activated; NULL for small ones, of which nobody counts them (0005_resolver.sql).
SELECT CASE WHEN b.quantity >= 10000 THEN coalesce(a.units, 0) END
FROM mint_batches b LEFT JOIN batch_activations a USING (batch_no)
WHERE b.batch_no = %(batch_no)s;

-- name: next_batches
-- The next batches of a brand, newest first, each with whether it may hold tokens of a status. Its counters say so where they
-- are kept; of small batches, whose activations nobody counts, the index of activated tokens does.
WITH following AS (
    SELECT b.batch_no, b.quantity, b.cursor, b.revoked, b.activation_mode, a.units
    FROM mint_batches b LEFT JOIN batch_activations a USING (batch_no)
    WHERE b.brand_id = %(brand_id)s AND b.batch_no < %(before)s
    ORDER BY b.batch_no DESC
    LIMIT %(limit)s
)
SELECT f.batch_no, CASE %(status)s::smallint
    WHEN 1 THEN f.activation_mode = 'first_scan' AND f.cursor > greatest(f.revoked, coalesce(f.units, 0))
    WHEN 2 THEN f.cursor > f.revoked AND (f.activation_mode = 'at_mint' OR f.units > 0 OR (f.quantity < 10000 AND EXISTS (
        SELECT FROM brand_tokens_v1 t WHERE t.batch_no = f.batch_no AND t.activated_at IS NOT NULL AND t.status = 2
    )))
    WHEN 3 THEN f.revoked > 0
    ELSE f.cursor > 0
END
FROM following f
ORDER BY f.batch_no DESC;

-- name: contexts
SELECT key_version, context FROM brand_contexts WHERE brand_id = %(brand_id)s;

-- name: lost_token
-- Of a lost key: the index on code covers batches up to lost_batch_no, a constant here so that the planner can prove it.
SELECT b.batch_no, t.seq FROM brand_tokens_v1 t JOIN mint_batches b USING (batch_no)
WHERE t.code = %(code)s AND t.batch_no <= {lost_batch_no}
    AND b.brand_id = %(brand_id)s AND b.key_version = %(key_version)s
    AND (%(context)s::text IS NULL OR b.context = %(context)s);

-- name: revoke_range
-- Locks first and then writes, so that the status each token had is the one that is counted.
WITH before AS (
    SELECT seq, status FROM tokens
    WHERE batch_no = %(batch_no)s AND seq >= %(first)s AND seq < %(end)s AND status <> 3
    ORDER BY seq
    FOR UPDATE
), changed AS (
    UPDATE tokens t SET status = 3
    FROM before
    WHERE t.batch_no = %(batch_no)s AND t.seq = before.seq
    RETURNING before.status
)
SELECT count(*), count(*) FILTER (WHERE status = 2) FROM changed;

-- name: revoke_one
WITH before AS (
    SELECT seq, status FROM brand_tokens_v1
    WHERE batch_no = %(batch_no)s AND seq = %(seq)s AND status <> 3
    FOR UPDATE
), changed AS (
    UPDATE brand_tokens_v1 t SET status = 3
    FROM before
    WHERE t.batch_no = %(batch_no)s AND t.seq = before.seq
    RETURNING before.status
)
SELECT status FROM changed;

-- name: count_revoked_batch
UPDATE mint_batches SET revoked = revoked + %(revoked)s, change_no = change_no + 1
WHERE batch_no = %(batch_no)s;

-- name: count_revoked_brand
UPDATE brand_totals SET revoked = revoked + %(revoked)s, active = active - %(active)s
WHERE brand_id = %(brand_id)s;

-- name: insert_revocation
INSERT INTO revocations (revocation_id, batch_no, brand_id, lot_code, first_seq, end_seq, cursor, reason, state)
VALUES (%(revocation_id)s, %(batch_no)s, %(brand_id)s, %(lot_code)s, %(first)s, %(end)s, %(first)s, %(reason)s, 'processing');

-- name: load_revocation
SELECT r.batch_no, b.brand_id, b.batch_id, r.lot_code, r.cursor, r.end_seq, r.state, r.revoked
FROM revocations r JOIN mint_batches b USING (batch_no)
WHERE revocation_id = %(job_id)s;

-- name: commit_revocation
WITH job AS (
    UPDATE jobs SET
        lease_until = clock_timestamp() + make_interval(secs => %(lease_seconds)s),
        attempts = 0, takeovers = 0, served_at = clock_timestamp()
    WHERE job_id = %(job_id)s AND lease_epoch = %(epoch)s AND state = 'ready'
    RETURNING job_id
)
UPDATE revocations SET cursor = %(end)s, revoked = revoked + %(revoked)s
FROM job
WHERE revocation_id = job.job_id AND state = 'processing' AND cursor = %(start)s;

-- name: end_revocation
UPDATE revocations SET state = %(state)s, ended_at = clock_timestamp()
WHERE revocation_id = %(job_id)s AND state = 'processing';

-- name: find_revocation
SELECT r.revocation_id, b.batch_id, r.lot_code, r.reason, r.state, r.revoked, r.created_at, r.ended_at,
    r.end_seq - r.first_seq, CASE r.state WHEN 'failed' THEN j.last_error END
FROM revocations r JOIN mint_batches b USING (batch_no) JOIN jobs j ON j.job_id = r.revocation_id
WHERE r.revocation_id = %(revocation_id)s;

-- name: revocations
SELECT r.revocation_id, b.batch_id, r.lot_code, r.reason, r.state, r.revoked, r.created_at, r.ended_at,
    r.end_seq - r.first_seq, CASE r.state WHEN 'failed' THEN j.last_error END
FROM revocations r JOIN mint_batches b USING (batch_no) JOIN jobs j ON j.job_id = r.revocation_id
WHERE r.batch_no = %(batch_no)s
ORDER BY r.created_at DESC, r.revocation_id DESC
LIMIT 100;
