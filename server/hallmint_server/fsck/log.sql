-- name: blocks
SELECT first_block, hashes FROM batch_blocks WHERE batch_no = %(batch_no)s ORDER BY first_block;

-- name: is_behind
-- Whether the sequencer has yet to catch up with a batch that is older than the log.
SELECT EXISTS (SELECT FROM log_backfill WHERE batch_no = %(batch_no)s);

-- name: commitment
SELECT c.product_id, c.quantity, c.root, c.mint_time, c.salt, c.brand_id = b.brand_id, b.ended_at, o.monitor_key, c.entry_no,
    e.entry, q.entry
FROM mint_batches b
JOIN log_commitments c USING (batch_no)
JOIN brands o ON o.brand_id = b.brand_id
LEFT JOIN log_entries e USING (entry_no)
LEFT JOIN log_queue q ON q.batch_no = b.batch_no
WHERE b.batch_no = %(batch_no)s;

-- name: stray_queue
SELECT queue_no FROM log_queue q
WHERE q.batch_no IS NOT NULL AND NOT EXISTS (SELECT FROM log_commitments c WHERE c.batch_no = q.batch_no)
ORDER BY queue_no;

-- name: numbered
SELECT entry_no FROM log_commitments WHERE entry_no IS NOT NULL;

-- name: entries
SELECT entry_no, entry FROM log_entries ORDER BY entry_no;

-- name: count_tiles
SELECT count(*) FROM log_tiles;

-- name: checkpoints
SELECT size, root, note FROM log_checkpoints ORDER BY size;
