-- name: newest
SELECT number, at, entity_type, entity_id, action, actor, request_id, detail, hash FROM events
WHERE brand_id = %(brand_id)s AND number < %(from)s
    AND (%(entity_type)s = '' OR entity_type = %(entity_type)s)
    AND (%(entity_id)s = '' OR entity_id = %(entity_id)s)
    AND (%(actor)s = '' OR actor = %(actor)s)
    AND (%(action)s = '' OR action = %(action)s)
    AND (%(since)s::timestamptz IS NULL OR at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR at < %(until)s)
ORDER BY number DESC
LIMIT %(limit)s;

-- name: oldest
SELECT number, at, entity_type, entity_id, action, actor, request_id, detail, hash FROM events
WHERE brand_id = %(brand_id)s AND number > %(from)s
    AND (%(entity_type)s = '' OR entity_type = %(entity_type)s)
    AND (%(entity_id)s = '' OR entity_id = %(entity_id)s)
    AND (%(actor)s = '' OR actor = %(actor)s)
    AND (%(action)s = '' OR action = %(action)s)
    AND (%(since)s::timestamptz IS NULL OR at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR at < %(until)s)
ORDER BY number
LIMIT %(limit)s;

-- name: of_units
SELECT at, batch_no, batch_id, seq, action FROM brand_unit_events(
    %(oldest_first)s, %(limit)s, %(since)s::timestamptz, %(until)s::timestamptz, %(batch_no)s::integer, %(seq)s::integer,
    %(past_at)s::timestamptz, %(past_batch_no)s::integer, %(past_seq)s::integer, %(past_action)s::text
);

-- name: unit
SELECT t.batch_no, t.seq, t.activated_at FROM mint_batches b JOIN brand_tokens_v1 t USING (batch_no)
WHERE b.batch_id = %(batch_id)s AND t.seq = %(seq)s AND t.activated_at IS NOT NULL;

-- name: head
SELECT number, hash FROM audit_heads WHERE brand_id = %(brand_id)s;
