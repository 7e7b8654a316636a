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

-- name: record
-- Of a batch whose entry is in the last checkpoint, all that the proof of a token needs but the tiles: what its entry commits to,
-- the entry, that checkpoint, the hashes of its full blocks, the codes of one block, and those of a last one that is not full.
WITH last AS MATERIALIZED (SELECT size, root, note FROM resolver_log_checkpoint_v1 ORDER BY size DESC LIMIT 1)
SELECT c.product_id, c.quantity, c.root, c.mint_time, c.salt, c.entry_no, e.entry, last.size, last.root, last.note,
    (
        SELECT coalesce(string_agg(b.hashes, '' ORDER BY b.first_block), '') FROM resolver_block_v1 b
        WHERE b.batch_no = c.batch_no
    ),
    array(
        SELECT t.code FROM resolver_token_v1 t
        WHERE t.batch_no = %(batch_no)s::integer AND t.seq >= %(first)s::integer
            AND t.seq < least(%(first)s::integer + 256, c.quantity)
        ORDER BY t.seq
    ),
    array(
        SELECT t.code FROM resolver_token_v1 t
        WHERE t.batch_no = %(batch_no)s::integer AND t.seq >= c.quantity / 256 * 256 AND t.seq < c.quantity
            AND c.quantity / 256 * 256 <> %(first)s::integer
        ORDER BY t.seq
    )
FROM last
JOIN resolver_commitment_v1 c ON c.batch_no = %(batch_no)s::integer AND c.entry_no < last.size
JOIN resolver_log_entry_v1 e ON e.entry_no = c.entry_no;

-- name: tiles
SELECT t.level, t.number, t.hashes
FROM unnest(%(levels)s::smallint[], %(numbers)s::bigint[]) AS w (level, number)
JOIN resolver_log_tile_v1 t ON t.level = w.level AND t.number = w.number;
