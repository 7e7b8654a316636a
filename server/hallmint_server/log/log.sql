-- name: append_batch
SELECT append_batch_entry(%(batch_no)s);

-- name: open_session
-- A frozen sequencer must not hold the others up: the server ends a session that is silent for so long, and its lock. And what it
-- commits is durable, or a head could be signed whose tiles a crash takes away, whatever the database is set to; a commit that
-- waits flushes those of others before it, too.
SELECT set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'local'), false),
    set_config('idle_session_timeout', '30s', false), set_config('idle_in_transaction_session_timeout', '30s', false),
    set_config('application_name', 'hallmint-log', false);

-- name: lock
-- Of the whole database, over all steps of a turn and the transactions in it.
SELECT pg_try_advisory_lock(4920003);

-- name: unlock
SELECT pg_advisory_unlock(4920003);

-- name: has_work
SELECT EXISTS (SELECT FROM log_queue)
    OR (SELECT size FROM log_tree) > coalesce((SELECT max(size) FROM log_checkpoints), -1)
    OR EXISTS (
        SELECT FROM log_backfill JOIN mint_batches b USING (batch_no) WHERE b.state IN ('minted', 'cancelled')
    );

-- name: tree
SELECT size, root FROM log_tree;

-- name: lock_tree
SELECT size, root FROM log_tree FOR UPDATE;

-- name: tiles
SELECT t.level, t.number, t.hashes
FROM unnest(%(levels)s::smallint[], %(numbers)s::bigint[]) AS w (level, number)
JOIN log_tiles t ON (t.level, t.number) = (w.level, w.number);

-- name: last_checkpoint
-- With when it was published, and how many seconds after now that is, by the database's clock.
SELECT size, root, note, published_at, extract(epoch FROM published_at - clock_timestamp())::float8
FROM log_checkpoints ORDER BY size DESC LIMIT 1;

-- name: begun
SELECT next_key, name, public_key, size FROM ended_logs ORDER BY ended_no DESC LIMIT 1;

-- name: take_queue
WITH taken AS (
    DELETE FROM log_queue
    WHERE queue_no IN (SELECT q.queue_no FROM log_queue q ORDER BY q.queue_no LIMIT %(most)s)
    RETURNING queue_no, batch_no, anchor_no, entry
)
SELECT batch_no, anchor_no, entry FROM taken ORDER BY queue_no;

-- name: insert_entries
INSERT INTO log_entries (entry_no, entry)
SELECT %(first)s + n - 1, entry FROM unnest(%(entries)s::bytea[]) WITH ORDINALITY AS w (entry, n);

-- name: number_commitments
UPDATE log_commitments c SET entry_no = %(first)s + w.n - 1
FROM unnest(%(batch_nos)s::integer[]) WITH ORDINALITY AS w (batch_no, n)
WHERE c.batch_no = w.batch_no;

-- name: number_anchors
UPDATE audit_anchors a SET entry_no = %(first)s + w.n - 1
FROM unnest(%(anchor_nos)s::bigint[]) WITH ORDINALITY AS w (anchor_no, n)
WHERE a.anchor_no = w.anchor_no;

-- name: due_chains
SELECT due_audit_chains(%(most)s);

-- name: anchor_chain
SELECT anchor_audit_chain(%(brand_id)s);

-- name: write_tiles
INSERT INTO log_tiles (level, number, hashes)
SELECT * FROM unnest(%(levels)s::smallint[], %(numbers)s::bigint[], %(hashes)s::bytea[])
ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes;

-- name: grow_tree
UPDATE log_tree SET size = %(size)s, root = %(root)s;

-- name: publish
INSERT INTO log_checkpoints (size, root, note) VALUES (%(size)s, %(root)s, %(note)s);

-- name: next_backfill
SELECT b.batch_no, b.batch_id::text, b.brand_id, b.context, b.cursor
FROM log_backfill JOIN mint_batches b USING (batch_no)
WHERE b.state IN ('minted', 'cancelled')
ORDER BY b.batch_no LIMIT 1;

-- name: lots
SELECT lot_code, quantity FROM lots WHERE batch_no = %(batch_no)s ORDER BY first_seq;

-- name: present_blocks
SELECT first_block, length(hashes) / 32 FROM batch_blocks WHERE batch_no = %(batch_no)s ORDER BY first_block;

-- name: codes
SELECT code FROM tokens WHERE batch_no = %(batch_no)s AND seq >= %(first)s AND seq < %(end)s ORDER BY seq;

-- name: insert_blocks
INSERT INTO batch_blocks (batch_no, first_block, brand_id, hashes)
VALUES (%(batch_no)s, %(first_block)s, %(brand_id)s, %(hashes)s);

-- name: end_backfill
DELETE FROM log_backfill WHERE batch_no = %(batch_no)s;

-- name: figures
-- Entries that the last published checkpoint has, those that it has not, and its age in seconds by the database's clock.
SELECT coalesce(c.size, 0), (SELECT count(*) FROM log_queue) + t.size - coalesce(c.size, 0),
    extract(epoch FROM clock_timestamp() - c.published_at)::float8
FROM log_tree t
LEFT JOIN LATERAL (SELECT size, published_at FROM log_checkpoints ORDER BY size DESC LIMIT 1) c ON true;
