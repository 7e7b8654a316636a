-- name: insert_batch
INSERT INTO mint_batches (
    batch_no, batch_id, brand_id, product_id, product_revision, context, resolver_base_url, key_version,
    identity_mode, activation_mode, quantity, state, production_batch_id, template_id
)
VALUES (
    nextval('batch_numbers'), %(batch_id)s, %(brand_id)s, %(product_id)s, %(product_revision)s, %(context)s,
    %(resolver_base_url)s, %(key_version)s, %(identity_mode)s, %(activation_mode)s, %(quantity)s, 'queued',
    %(production_batch_id)s, %(template_id)s
)
RETURNING batch_no;

-- name: insert_lot
INSERT INTO lots (batch_no, brand_id, first_seq, lot_code, quantity)
VALUES (%(batch_no)s, %(brand_id)s, %(first_seq)s, %(lot_code)s, %(quantity)s);

-- name: insert_job
INSERT INTO jobs (job_id, kind, brand_id, state)
VALUES (%(job_id)s, %(kind)s, %(brand_id)s, 'ready');

-- name: insert_context
INSERT INTO brand_contexts (brand_id, key_version, context)
VALUES (%(brand_id)s, %(key_version)s, %(context)s)
ON CONFLICT DO NOTHING;

-- name: count_batch
UPDATE brand_totals SET batches = batches + 1 WHERE brand_id = %(brand_id)s;

-- name: notify_job
-- Delivered at the commit, so a worker never looks before the job is there.
SELECT pg_notify('hallmint_job', '');

-- name: find_batch
SELECT b.*, p.sku FROM mint_batches b JOIN products p USING (product_id)
WHERE b.brand_id = %(brand_id)s AND b.batch_id = %(batch_id)s;

-- name: find_batch_by_no
SELECT b.*, p.sku FROM mint_batches b JOIN products p USING (product_id)
WHERE b.brand_id = %(brand_id)s AND b.batch_no = %(batch_no)s;

-- name: load_batch
SELECT b.*, p.sku FROM mint_batches b JOIN products p USING (product_id)
WHERE b.batch_id = %(batch_id)s;

-- name: lots
SELECT lot_code, first_seq, quantity FROM lots WHERE batch_no = %(batch_no)s ORDER BY first_seq;

-- name: list_batches
SELECT b.*, p.sku FROM mint_batches b JOIN products p USING (product_id)
WHERE b.brand_id = %(brand_id)s AND b.batch_no < %(before)s
    AND (%(state)s::text IS NULL OR b.state = %(state)s)
    AND (%(product_id)s::uuid IS NULL OR b.product_id = %(product_id)s)
    AND (%(identity_mode)s::text IS NULL OR b.identity_mode = %(identity_mode)s)
    AND (%(activation_mode)s::text IS NULL OR b.activation_mode = %(activation_mode)s)
ORDER BY b.batch_no DESC
LIMIT %(limit)s;

-- name: lock_job
-- Jobs are always locked before their batches, here and in a cycle, so the two never wait for each other.
SELECT state FROM jobs WHERE job_id = %(batch_id)s FOR UPDATE;

-- name: change_state
UPDATE mint_batches SET
    state = %(state)s,
    change_no = change_no + 1,
    failure = %(failure)s,
    started_at = CASE WHEN %(state)s = 'processing' THEN coalesce(started_at, clock_timestamp()) ELSE started_at END,
    ended_at = CASE WHEN %(state)s IN ('minted', 'failed', 'cancelled') THEN clock_timestamp() END
WHERE batch_no = %(batch_no)s;

-- name: reset_job
UPDATE jobs SET state = 'ready', lease_until = NULL, attempts = 0, takeovers = 0, last_error = NULL, not_before = now()
WHERE job_id = %(batch_id)s;

-- name: close_job
UPDATE jobs SET state = 'done', lease_until = NULL WHERE job_id = %(batch_id)s;

-- name: was_resumed
SELECT EXISTS (SELECT FROM events WHERE entity_type = 'BATCH' AND entity_id = %(batch_id)s AND action = 'RESUMED');

-- name: has_numbers
SELECT NOT (is_called AND last_value = 2147483647) FROM batch_numbers;

-- name: fold
-- Adds the units minted since the last time to the brand's totals. The caller holds the batch's row already.
WITH batch AS (
    SELECT brand_id, activation_mode, cursor - folded AS units
    FROM mint_batches WHERE batch_no = %(batch_no)s
), mark AS (
    UPDATE mint_batches SET folded = cursor WHERE batch_no = %(batch_no)s
)
UPDATE brand_totals t SET
    minted = t.minted + units,
    active = t.active + CASE activation_mode WHEN 'at_mint' THEN units ELSE 0 END
FROM batch
WHERE t.brand_id = batch.brand_id;

-- name: stats
-- Units of running batches are not folded in yet; there are few of those.
SELECT
    t.minted + coalesce(sum(b.cursor - b.folded), 0),
    -- Those that scans activated are counted apart, in slots; one that was revoked since is taken off `t.active`.
    t.active + coalesce(sum(b.cursor - b.folded) FILTER (WHERE b.activation_mode = 'at_mint'), 0)
        + (SELECT coalesce(sum(a.units), 0) FROM activations a WHERE a.brand_id = t.brand_id)::bigint,
    t.revoked,
    t.batches,
    count(b.batch_no),
    t.exported_units,
    t.exports_completed,
    -- An export has the lock of its batch until it ends, so that this table is small.
    (SELECT count(*) FROM export_locks l WHERE l.brand_id = t.brand_id)
FROM brand_totals t
LEFT JOIN mint_batches b ON b.brand_id = t.brand_id AND b.state IN ('queued', 'processing')
WHERE t.brand_id = %(brand_id)s
GROUP BY t.brand_id;

-- name: begin_batch
-- The first cycle of a queued batch turns it to processing, of any other this changes nothing.
UPDATE mint_batches SET
    state = 'processing', change_no = change_no + 1, started_at = coalesce(started_at, clock_timestamp())
WHERE batch_no = %(batch_no)s AND state = 'queued';

-- name: commit_cycle
-- One statement: renews the lease under its epoch, and moves the cursor if it is where this cycle began. No row: the
-- lease was lost or the batch cancelled, and the whole transaction, with its rows, is rolled back.
WITH job AS (
    UPDATE jobs SET
        lease_until = clock_timestamp() + make_interval(secs => %(lease_seconds)s),
        attempts = 0, takeovers = 0, served_at = clock_timestamp()
    WHERE job_id = %(job_id)s AND lease_epoch = %(epoch)s AND state = 'ready'
    RETURNING job_id, brand_id
), blocks AS (
    INSERT INTO batch_blocks (batch_no, first_block, brand_id, hashes)
    SELECT %(batch_no)s, %(first_block)s, brand_id, %(block_hashes)s::bytea FROM job WHERE length(%(block_hashes)s::bytea) > 0
    ON CONFLICT DO NOTHING
)
UPDATE mint_batches SET
    cursor = %(end)s, compact_range = %(compact_range)s, change_no = change_no + 1
FROM job
WHERE batch_no = %(batch_no)s AND state = 'processing' AND cursor = %(start)s;
