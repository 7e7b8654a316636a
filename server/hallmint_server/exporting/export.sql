-- name: insert_export
INSERT INTO exports (export_id, batch_no, brand_id, profile, notes, units, pack_units, holder, state)
VALUES (
    %(export_id)s, %(batch_no)s, %(brand_id)s, %(profile)s::jsonb, %(notes)s, %(units)s, %(pack_units)s, %(holder)s,
    'pending'
);

-- name: find_export
SELECT e.export_id, e.batch_no, b.batch_id, e.brand_id, e.profile, e.notes, e.units, e.pack_units, e.holder, e.state, e.cursor,
    e.change_no, e.failure, e.created_at, e.started_at, e.ended_at, l.until AS locked_until,
    p.sku
FROM exports e
JOIN mint_batches b USING (batch_no)
JOIN products p USING (product_id)
LEFT JOIN export_locks l ON l.batch_no = e.batch_no AND l.export_id = e.export_id
WHERE e.export_id = %(export_id)s;

-- name: hold_batch
SELECT 1 FROM mint_batches WHERE batch_no = %(batch_no)s FOR NO KEY UPDATE;

-- name: find_lock
SELECT export_id, holder, extract(epoch FROM until - clock_timestamp())::float8 FROM export_locks
WHERE batch_no = %(batch_no)s
FOR UPDATE;

-- name: take_lock
-- The caller has seen that it is free or has run out.
INSERT INTO export_locks AS l (batch_no, brand_id, export_id, holder, until)
VALUES (
    %(batch_no)s, %(brand_id)s, %(export_id)s, %(holder)s, clock_timestamp() + make_interval(secs => %(lock_seconds)s)
)
ON CONFLICT (batch_no) DO UPDATE SET export_id = excluded.export_id, holder = excluded.holder, until = excluded.until;

-- name: renew_lock
UPDATE export_locks SET until = clock_timestamp() + make_interval(secs => %(lock_seconds)s)
WHERE batch_no = %(batch_no)s AND export_id = %(export_id)s;

-- name: free_lock
DELETE FROM export_locks WHERE batch_no = %(batch_no)s AND export_id = %(export_id)s;

-- name: revision
SELECT name, company_prefix_length FROM product_revisions
WHERE product_id = %(product_id)s AND revision = %(revision)s;

-- name: begin_export
UPDATE exports SET state = 'generating', started_at = coalesce(started_at, clock_timestamp()), change_no = change_no + 1
WHERE export_id = %(export_id)s AND state = 'pending';

-- name: units
-- One row: codes of 16 symbols and statuses of one byte, each one behind the other in the order of seq.
SELECT
    count(*), min(seq), max(seq), string_agg(code, ''), string_agg(set_byte('\x00', 0, status), ''),
    CASE WHEN %(with_times)s THEN array_agg(activated_at) END
FROM (
    SELECT seq, code, status, activated_at FROM tokens
    WHERE batch_no = %(batch_no)s AND seq >= %(first)s AND seq < %(end)s
    ORDER BY seq
) AS slice;

-- name: insert_pack
INSERT INTO packs (pack_id, export_id, brand_id, pack_no, first_seq, units, storage_key, file_name, media_type, sha256, bytes)
VALUES (
    %(pack_id)s, %(export_id)s, %(brand_id)s, %(pack_no)s, %(first_seq)s, %(units)s, %(storage_key)s, %(file_name)s,
    %(media_type)s, %(sha256)s, %(bytes)s
);

-- name: commit_pack
-- One statement: renews the lease under its epoch, and moves the cursor if it is where this cycle began. No row: the lease was
-- lost or the export cancelled, and the whole transaction, with its pack, is rolled back.
WITH job AS (
    UPDATE jobs SET
        lease_until = clock_timestamp() + make_interval(secs => %(lease_seconds)s),
        attempts = 0, takeovers = 0, served_at = clock_timestamp()
    WHERE job_id = %(job_id)s AND lease_epoch = %(epoch)s AND state = 'ready'
    RETURNING job_id
)
UPDATE exports SET cursor = cursor + 1, change_no = change_no + 1
FROM job
WHERE export_id = job.job_id AND state = 'generating' AND cursor = %(pack_no)s;

-- name: end_export
UPDATE exports SET
    state = %(state)s, failure = %(failure)s, change_no = change_no + 1, ended_at = clock_timestamp()
WHERE export_id = %(export_id)s;

-- name: fold
-- Counts units of finished packs since the last time in the batch and its brand's totals, and an export that is complete. The
-- batch before the brand, and both before the batch's lock: whoever asks for an export or revokes units locks in that order.
WITH export AS (
    SELECT e.export_id, e.batch_no, e.brand_id, least(e.cursor * e.pack_units, e.units) - e.folded AS fresh,
        (e.state = 'completed')::integer AS completed,
        (SELECT max(p.created_at) FROM packs p WHERE p.export_id = e.export_id) AS at
    FROM exports e WHERE e.export_id = %(export_id)s
), mark AS (
    UPDATE exports e SET folded = e.folded + fresh FROM export WHERE e.export_id = export.export_id
), batch AS (
    UPDATE mint_batches b SET
        exported_units = exported_units + fresh,
        exports_completed = exports_completed + completed,
        last_exported_at = greatest(last_exported_at, at)
    FROM export WHERE b.batch_no = export.batch_no
    RETURNING b.brand_id, fresh, completed
)
UPDATE brand_totals t SET
    exported_units = t.exported_units + batch.fresh, exports_completed = t.exports_completed + batch.completed
FROM batch WHERE t.brand_id = batch.brand_id;

-- name: packs
SELECT pack_id, export_id, brand_id, pack_no, first_seq, units, storage_key, file_name, media_type, sha256, bytes FROM packs
WHERE export_id = %(export_id)s AND pack_no >= %(first)s
ORDER BY pack_no
LIMIT %(limit)s;

-- name: find_pack
SELECT pack_id, export_id, brand_id, pack_no, first_seq, units, storage_key, file_name, media_type, sha256, bytes FROM packs
WHERE pack_id = %(pack_id)s;

-- name: list_exports
SELECT e.export_id, e.batch_no, b.batch_id, e.brand_id, e.profile, e.notes, e.units, e.pack_units, e.holder, e.state, e.cursor,
    e.change_no, e.failure, e.created_at, e.started_at, e.ended_at, l.until AS locked_until,
    p.sku
FROM exports e
JOIN mint_batches b USING (batch_no)
JOIN products p USING (product_id)
LEFT JOIN export_locks l ON l.batch_no = e.batch_no AND l.export_id = e.export_id
WHERE e.brand_id = %(brand_id)s AND e.export_id < %(before)s
    AND (%(batch_no)s::integer IS NULL OR e.batch_no = %(batch_no)s)
    AND (%(state)s::text IS NULL OR e.state = %(state)s)
ORDER BY e.export_id DESC
LIMIT %(limit)s;

-- name: resume_export
UPDATE exports SET
    state = 'pending', holder = %(holder)s, failure = NULL, ended_at = NULL, change_no = change_no + 1
WHERE export_id = %(export_id)s;
