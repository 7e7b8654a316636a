-- name: list_keys
SELECT key_version, check_value, state, lost_batch_no, created_at
FROM code_keys
ORDER BY key_version DESC;

-- name: lock
SELECT pg_advisory_xact_lock(4920001);

-- name: add_key
INSERT INTO code_keys (key_version, check_value, state)
VALUES (%(key_version)s, %(check_value)s, 'live');

-- name: retire_key
UPDATE code_keys SET state = 'retired'
WHERE key_version = %(key_version)s AND state = 'live';

-- name: last_batch_no
SELECT coalesce(max(batch_no), 0) FROM mint_batches WHERE key_version = %(key_version)s;

-- name: lose_key
UPDATE code_keys SET state = 'lost', lost_batch_no = %(lost_batch_no)s
WHERE key_version = %(key_version)s AND state <> 'lost';

-- name: no_limits
SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false);

-- name: index_is_valid
SELECT i.indisvalid
FROM pg_catalog.pg_index i
WHERE i.indexrelid = to_regclass(%(name)s);

-- name: live_key
SELECT key_version FROM code_keys
WHERE state = 'live'
ORDER BY key_version DESC
LIMIT 1;

-- name: live_key_locked
-- The share lock holds off `keys lost` until the batch is committed, so that its number is counted.
SELECT key_version FROM code_keys
WHERE state = 'live'
ORDER BY key_version DESC
LIMIT 1
FOR SHARE;
