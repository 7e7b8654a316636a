-- name: workers
-- Connections of workers, also of those that are refused at the moment; a worker keeps one as long as it lives.
SELECT count(*) FROM pg_catalog.pg_stat_activity
WHERE datname = current_database() AND application_name IN ('hallmint-worker', 'hallmint-log');

-- name: is_owner
SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_catalog.pg_class WHERE oid = 'log_checkpoints'::regclass;

-- name: known_names
SELECT name, split_part(next_key, '+', 1) FROM ended_logs;

-- name: be_durable
-- Files are moved once this is committed, whatever the database is set to.
SELECT set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'local'), true);

-- name: lift_guard
ALTER TABLE log_checkpoints DISABLE TRIGGER log_checkpoints_append_only;

-- name: clear_manifests
UPDATE exports SET log_size = NULL WHERE log_size IS NOT NULL;

-- name: take_heads
DELETE FROM log_checkpoints;

-- name: put_guard
ALTER TABLE log_checkpoints ENABLE TRIGGER log_checkpoints_append_only;

-- name: end_log
INSERT INTO ended_logs (name, public_key, size, note, next_key)
VALUES (%(name)s, %(public_key)s, %(size)s, %(note)s, %(next_key)s);
