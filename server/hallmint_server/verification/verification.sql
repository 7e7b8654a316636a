-- name: commitment
SELECT c.product_id, c.quantity, c.root, c.mint_time, c.salt, c.entry_no, e.entry
FROM log_commitments c LEFT JOIN log_entries e USING (entry_no)
WHERE c.batch_no = %(batch_no)s;

-- name: blocks
SELECT hashes FROM batch_blocks WHERE batch_no = %(batch_no)s ORDER BY first_block;

-- name: codes
SELECT coalesce(array_agg(code ORDER BY seq), '{}') FROM brand_tokens_v1
WHERE batch_no = %(batch_no)s AND seq >= %(first)s AND seq < %(end)s;

-- name: checkpoint
SELECT size, root, note FROM log_checkpoints
WHERE %(size)s::bigint IS NULL OR size >= %(size)s
ORDER BY CASE WHEN %(size)s::bigint IS NULL THEN -size ELSE size END
LIMIT 1;
