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

-- name: head
SELECT number, hash FROM audit_heads WHERE brand_id = %(brand_id)s;
