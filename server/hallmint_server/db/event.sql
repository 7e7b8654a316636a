-- name: append_event
SELECT append_event(
    %(brand_id)s::uuid, %(entity_type)s, %(entity_id)s, %(action)s, %(actor)s, %(request_id)s, %(detail)s
);
