-- name: checkpoint
SELECT note FROM resolver_log_checkpoint_v1 ORDER BY size DESC LIMIT 1;

-- name: tile
-- The size of the last checkpoint, and of a tile the hashes asked for.
SELECT
    (SELECT size FROM resolver_log_checkpoint_v1 ORDER BY size DESC LIMIT 1),
    (
        SELECT substr(t.hashes, 1, 32 * %(width)s::integer) FROM resolver_log_tile_v1 t
        WHERE t.level = %(level)s::smallint AND t.number = %(number)s::bigint
    );

-- name: bundle
-- The same of the entries under a tile of level 0.
SELECT
    (SELECT size FROM resolver_log_checkpoint_v1 ORDER BY size DESC LIMIT 1),
    array(
        SELECT e.entry FROM resolver_log_entry_v1 e
        WHERE e.entry_no >= %(first)s::bigint AND e.entry_no < %(first)s::bigint + %(width)s::integer
        ORDER BY e.entry_no
    );

-- name: commitment
-- Of a batch whose entry is in the last checkpoint: what its entry commits to, the entry, and that checkpoint.
WITH last AS MATERIALIZED (SELECT size, root, note FROM resolver_log_checkpoint_v1 ORDER BY size DESC LIMIT 1)
SELECT c.product_id, c.quantity, c.root, c.mint_time, c.salt, c.entry_no, e.entry, last.size, last.root, last.note
FROM last
JOIN resolver_commitment_v1 c ON c.batch_no = %(batch_no)s::integer AND c.entry_no < last.size
JOIN resolver_log_entry_v1 e ON e.entry_no = c.entry_no;

-- name: blocks
SELECT hashes FROM resolver_block_v1 WHERE batch_no = %(batch_no)s::integer ORDER BY first_block;

-- name: codes
SELECT code FROM resolver_token_v1
WHERE batch_no = %(batch_no)s::integer AND seq >= %(first)s::integer AND seq < %(end)s::integer
ORDER BY seq;

-- name: tiles
SELECT t.level, t.number, t.hashes
FROM unnest(%(levels)s::smallint[], %(numbers)s::bigint[]) AS w (level, number)
JOIN resolver_log_tile_v1 t ON t.level = w.level AND t.number = w.number;
