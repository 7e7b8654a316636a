-- name: found
-- How the two statements below begin: a brand's batch that has ended, with more units than `seq`, and whose entry is in the last
-- checkpoint; and versions of the two parts that are the same for all its tokens: what its own rows say, and what the log's do. A
-- version is made of the places of rows and of the transactions that wrote them, so any change of one gives another; of the batch's
-- row, which other things change as well, of what is read of it. The hashes beside the way up from an entry lie in the tiles that it
-- runs through, and in those at the tree's right edge.
-- Bounds that the planner does not know let it keep one plan for all tokens: to plan takes longer than the query does. OFFSET 0 keeps it
-- from reading the entries from the first one on.
WITH asked AS MATERIALIZED (
    SELECT %(batch_id)s::uuid AS batch_id, %(seq)s::integer AS seq
), last AS MATERIALIZED (
    SELECT ctid, xmin, size, root, note FROM log_checkpoints ORDER BY size DESC LIMIT 1
), found AS MATERIALIZED (
    SELECT b.batch_no, b.context, b.identity_mode, c.product_id, c.quantity, c.root, c.mint_time, c.salt, c.entry_no, e.entry,
        last.size, last.root AS log_root, last.note,
        sha256(convert_to(ROW(
            b.batch_no, b.context, c.ctid, c.xmin, (
                SELECT string_agg(concat(l.ctid, l.xmin), ' ' ORDER BY l.first_seq)
                FROM lots l WHERE l.batch_no = b.batch_no AND b.identity_mode = 'lot'
            ), (
                SELECT string_agg(concat(k.ctid, k.xmin), ' ' ORDER BY k.first_block)
                FROM batch_blocks k WHERE k.batch_no = b.batch_no
            )
        )::text, 'UTF8')) AS batch_version,
        sha256(convert_to(ROW(
            c.entry_no, e.ctid, e.xmin, last.ctid, last.xmin, last.size, array(
                SELECT (t.ctid, t.xmin)
                FROM generate_series(0, 6) l
                CROSS JOIN LATERAL (VALUES (c.entry_no >> 8 * (l + 1)), (last.size >> 8 * (l + 1))) AS w (number)
                CROSS JOIN LATERAL (
                    SELECT t.ctid, t.xmin, t.level, t.number FROM log_tiles t WHERE (t.level, t.number) = (l, w.number) OFFSET 0
                ) AS t
                WHERE last.size >> 8 * l > 0
                ORDER BY t.level, t.number
            )
        )::text, 'UTF8')) AS log_version
    FROM asked
    CROSS JOIN last
    JOIN mint_batches b ON b.batch_id = asked.batch_id AND b.state IN ('minted', 'cancelled') AND b.cursor > asked.seq AND asked.seq >= 0
    JOIN log_commitments c ON c.batch_no = b.batch_no AND c.entry_no < last.size
    LEFT JOIN LATERAL (SELECT e.ctid, e.xmin, e.entry FROM log_entries e WHERE e.entry_no = c.entry_no OFFSET 0) AS e ON true
)

-- name: block
-- The codes of the block that `seq` is in, and, where that is another one, those of a last block that is not full.
{found}
SELECT f.batch_version, f.log_version, own.units, own.codes, ending.units, ending.codes
FROM asked
CROSS JOIN found f
CROSS JOIN LATERAL (
    SELECT count(*) AS units, string_agg(t.code, ' ' ORDER BY t.seq) AS codes FROM brand_tokens_v1 t
    WHERE t.batch_no = f.batch_no AND t.seq >= asked.seq / 256 * 256 AND t.seq < least(asked.seq / 256 * 256 + 256, f.quantity)
) AS own
CROSS JOIN LATERAL (
    SELECT count(*) AS units, string_agg(t.code, ' ' ORDER BY t.seq) AS codes FROM brand_tokens_v1 t
    WHERE t.batch_no = f.batch_no AND t.seq >= f.quantity / 256 * 256 AND t.seq < f.quantity
        AND f.quantity / 256 <> asked.seq / 256
) AS ending;

-- name: record
-- The two parts, each where its version is not the known one: NULL where it is. OFFSET 0 keeps a part from being read for nothing.
{found}
SELECT f.batch_version, f.log_version, f.entry_no, batch.*, log.*
FROM found f
LEFT JOIN LATERAL (
    SELECT f.context, f.product_id, f.quantity, f.root, f.mint_time, f.salt, (
        SELECT coalesce(string_agg(k.hashes, '' ORDER BY k.first_block), '') FROM batch_blocks k WHERE k.batch_no = f.batch_no
    ), lots.codes, lots.firsts, lots.quantities
    FROM (
        SELECT array_agg(l.lot_code ORDER BY l.first_seq) AS codes, array_agg(l.first_seq ORDER BY l.first_seq) AS firsts,
            array_agg(l.quantity ORDER BY l.first_seq) AS quantities
        FROM lots l WHERE l.batch_no = f.batch_no AND f.identity_mode = 'lot'
    ) AS lots
    WHERE f.batch_version <> %(known_batch)s::bytea
    OFFSET 0
) AS batch ON true
LEFT JOIN LATERAL (
    SELECT f.size, f.log_root, f.note, f.entry, tiles.levels, tiles.numbers, tiles.hashes
    FROM (
        SELECT array_agg(t.level::integer) AS levels, array_agg(t.number) AS numbers, array_agg(t.hashes) AS hashes
        FROM generate_series(0, 6) l
        CROSS JOIN LATERAL (VALUES (f.entry_no >> 8 * (l + 1)), (f.size >> 8 * (l + 1))) AS w (number)
        CROSS JOIN LATERAL (SELECT * FROM log_tiles t WHERE (t.level, t.number) = (l, w.number) OFFSET 0) AS t
    ) AS tiles
    WHERE f.log_version <> %(known_log)s::bytea
    OFFSET 0
) AS log ON true;

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
