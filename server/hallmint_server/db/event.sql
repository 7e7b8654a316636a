-- name: insert_event
INSERT INTO events (brand_id, entity_type, entity_id, action, actor, detail)
VALUES (%(brand_id)s, %(entity_type)s, %(entity_id)s, %(action)s, %(actor)s, %(detail)s);
