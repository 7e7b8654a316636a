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

-- name: stray_anchors
SELECT queue_no FROM log_queue q
WHERE q.anchor_no IS NOT NULL AND NOT EXISTS (SELECT FROM audit_anchors a WHERE a.anchor_no = q.anchor_no)
ORDER BY queue_no;

-- name: anchors
-- Each anchor with the month behind it, the month of the chain's first event, what its entry says, the key its tag is made with,
-- and what the chain has now: the last event dated before the month's end, the hash of the anchor's own, and the first one dated
-- before the end that is behind it.
SELECT a.brand_id, b.slug, to_char(a.month, 'YYYY-MM'), to_char(a.month + interval '1 month', 'YYYY-MM'),
    (SELECT to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM') FROM events e WHERE (e.brand_id, e.number) = (a.brand_id, 1)),
    a.number, a.head, a.tag, a.entry_no, l.entry, q.entry,
    CASE WHEN b.brand_id IS NULL THEN (SELECT i.monitor_key FROM log_installation i) ELSE b.monitor_key END,
    (
        SELECT e.number FROM events e WHERE e.brand_id = a.brand_id AND e.at < month_end(a.month)
        ORDER BY e.number DESC LIMIT 1
    ),
    (SELECT e.hash FROM events e WHERE (e.brand_id, e.number) = (a.brand_id, a.number)),
    (
        SELECT e.number FROM events e WHERE e.brand_id = a.brand_id AND e.number > a.number AND e.at < month_end(a.month)
        ORDER BY e.number LIMIT 1
    )
FROM audit_anchors a
LEFT JOIN brands b USING (brand_id)
LEFT JOIN log_entries l ON l.entry_no = a.entry_no
LEFT JOIN log_queue q ON q.anchor_no = a.anchor_no
ORDER BY a.brand_id, a.month;

-- name: anchored_events
SELECT brand_id, entity_id, detail FROM events WHERE (entity_type, action) = ('AUDIT', 'ANCHORED') ORDER BY brand_id, number;

-- name: second_heads
-- Entries with the tag of an anchored month that are not its own: who is shown one and who is shown another would both have a
-- proof.
SELECT e.entry_no, a.brand_id, b.slug, to_char(a.month, 'YYYY-MM')
FROM log_entries e
JOIN audit_anchors a ON substr(e.entry, 19, 64) = convert_to(encode(a.tag, 'hex'), 'UTF8')
LEFT JOIN brands b USING (brand_id)
WHERE substr(e.entry, 1, 18) = convert_to(E'hallmint/audit/v1\n', 'UTF8') AND e.entry_no IS DISTINCT FROM a.entry_no
ORDER BY e.entry_no;
