-- name: record
-- Of a batch whose entry is in the last checkpoint, all that the proof of a token needs: the codes of one block, those of a last one
-- that is not full, what its entry commits to, the entry, that checkpoint, the hashes of its full blocks, and tiles of the log. The
-- hashes beside the way up from an entry lie in the tiles that it runs through, and in those at the tree's right edge.
-- Blocks and tiles are large and the same for all tokens of a batch: they are left out where `known` is the version of all that is
-- not codes. A version is made of the places of rows and of the transactions that wrote them, so any change of one has another.
WITH last AS MATERIALIZED (SELECT size, root, note FROM log_checkpoints ORDER BY size DESC LIMIT 1)
SELECT v.version,
    array(
        SELECT t.code FROM brand_tokens_v1 t
        WHERE t.batch_no = %(batch_no)s AND t.seq >= %(first)s AND t.seq < least(%(first)s + 256, c.quantity)
        ORDER BY t.seq
    ),
    array(
        SELECT t.code FROM brand_tokens_v1 t
        WHERE t.batch_no = %(batch_no)s AND t.seq >= c.quantity / 256 * 256 AND t.seq < c.quantity
            AND c.quantity / 256 * 256 <> %(first)s
        ORDER BY t.seq
    ),
    c.product_id, c.quantity, c.root, c.mint_time, c.salt, c.entry_no, e.entry, last.size, last.root, last.note,
    CASE WHEN v.version <> %(known)s::bytea THEN (
        SELECT coalesce(string_agg(b.hashes, '' ORDER BY b.first_block), '') FROM batch_blocks b WHERE b.batch_no = c.batch_no
    ) END,
    tiles.levels, tiles.numbers, tiles.hashes
FROM last
JOIN log_commitments c ON c.batch_no = %(batch_no)s AND c.entry_no < last.size
LEFT JOIN log_entries e USING (entry_no)
CROSS JOIN LATERAL (
    SELECT array_agg(w.level) AS levels, array_agg(w.number) AS numbers
    FROM (
        SELECT l, c.entry_no >> 8 * (l + 1) FROM generate_series(0, 6) l
        UNION
        SELECT l, last.size >> 8 * (l + 1) FROM generate_series(0, 6) l
    ) AS w (level, number)
) AS places
CROSS JOIN LATERAL (
    SELECT sha256(convert_to(concat_ws(
        ' ', last.size, c.ctid, c.xmin, e.ctid, e.xmin,
        (
            SELECT string_agg(concat(b.ctid, b.xmin), ' ' ORDER BY b.first_block)
            FROM batch_blocks b WHERE b.batch_no = c.batch_no
        ),
        (
            SELECT string_agg(concat(t.ctid, t.xmin), ' ' ORDER BY t.level, t.number)
            FROM unnest(places.levels, places.numbers) AS w (level, number)
            JOIN log_tiles t ON (t.level, t.number) = (w.level, w.number)
        )
    ), 'UTF8')) AS version
) AS v
CROSS JOIN LATERAL (
    SELECT array_agg(t.level::integer) AS levels, array_agg(t.number) AS numbers, array_agg(t.hashes) AS hashes
    FROM unnest(places.levels, places.numbers) AS w (level, number)
    JOIN log_tiles t ON (t.level, t.number) = (w.level, w.number)
    WHERE v.version <> %(known)s::bytea
) AS tiles;

-- name: last_checkpoint
SELECT size, root, note FROM log_checkpoints ORDER BY size DESC LIMIT 1;

-- name: checkpoint_from
-- Two queries: an order that a parameter chooses has no index, and there is a row for each second in which something was minted.
SELECT size, root, note FROM log_checkpoints WHERE size >= %(size)s ORDER BY size LIMIT 1;

-- name: monitor_key
SELECT monitor_key FROM brands WHERE brand_id = %(brand_id)s;

-- name: commitments
-- By the brand's own batches, which an index has in order.
SELECT b.batch_no, b.batch_id, c.entry_no, c.product_id, c.quantity, c.root, c.mint_time, c.salt
FROM mint_batches b JOIN log_commitments c USING (batch_no)
WHERE b.brand_id = %(brand_id)s AND b.batch_no > %(after)s AND c.entry_no IS NOT NULL
ORDER BY b.batch_no
LIMIT %(limit)s;

-- name: rows
SELECT seq, code FROM brand_tokens_v1
WHERE batch_no = %(batch_no)s AND seq >= %(first)s AND seq < %(end)s
ORDER BY seq;

-- name: anchors
SELECT a.anchor_no, to_char(a.month, 'YYYY-MM'), a.number, a.head, a.tag, a.entry_no
FROM audit_anchors a
WHERE a.brand_id = %(brand_id)s AND a.anchor_no > %(after)s
ORDER BY a.anchor_no
LIMIT %(limit)s;
