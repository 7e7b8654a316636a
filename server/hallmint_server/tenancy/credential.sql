-- name: find_credential
SELECT * FROM find_credential(%(credential_id)s);

-- name: touch_credential
SELECT touch_credential(%(credential_id)s);

-- name: hash_key
SELECT check_value FROM credential_keys ORDER BY created_at DESC LIMIT 1;

-- name: set_hash_key
WITH gone AS (DELETE FROM credential_keys)
INSERT INTO credential_keys (check_value) VALUES (%(check_value)s);

-- name: lock_hash_key
SELECT pg_advisory_xact_lock(4920002);

-- name: insert_credential
INSERT INTO credentials (
    credential_id, kind, brand_id, person_id, member_id, parent, name, scopes, secret_hash, expires_at
)
VALUES (
    %(credential_id)s, %(kind)s, %(brand_id)s, %(person_id)s, %(member_id)s, %(parent)s, %(name)s, %(scopes)s,
    %(secret_hash)s, clock_timestamp() + make_interval(secs => %(lifetime)s)
);

-- name: credential
SELECT credential_id, kind, name, scopes, created_at, expires_at, revoked_at, last_used_day, replaced_by
FROM credentials
WHERE credential_id = %(credential_id)s
    AND (brand_id = %(brand_id)s OR person_id = %(person_id)s)
    AND kind IN ('operator', 'machine', 'personal');

-- name: lock_credential
SELECT 1 FROM credentials WHERE credential_id = %(credential_id)s FOR UPDATE;

-- name: list_credentials
SELECT credential_id, kind, name, scopes, created_at, expires_at, revoked_at, last_used_day, replaced_by
FROM credentials
WHERE brand_id = %(brand_id)s AND kind IN ('operator', 'machine') AND credential_id > %(after)s
ORDER BY credential_id
LIMIT %(limit)s;

-- name: list_own_credentials
SELECT credential_id, kind, name, scopes, created_at, expires_at, revoked_at, last_used_day, replaced_by
FROM credentials
WHERE person_id = %(person_id)s AND kind = 'personal' AND credential_id > %(after)s
ORDER BY credential_id
LIMIT %(limit)s;

-- name: replace_credential
-- The old one works until the overlap is over, or until it would have ended anyway.
UPDATE credentials SET
    replaced_by = %(successor)s,
    expires_at = least(expires_at, clock_timestamp() + make_interval(secs => %(overlap)s))
WHERE credential_id = %(credential_id)s;

-- name: revoke_credential
-- Its sessions end with it: each asks for its parent.
UPDATE credentials SET revoked_at = clock_timestamp()
WHERE credential_id = %(credential_id)s AND revoked_at IS NULL;

-- name: use_invitation
-- Of two who accept at once, one waits here and finds it used.
UPDATE credentials SET revoked_at = clock_timestamp()
WHERE credential_id = %(credential_id)s AND kind = 'invitation' AND revoked_at IS NULL;

-- name: revoke_invitations
UPDATE credentials SET revoked_at = clock_timestamp()
WHERE member_id = %(member_id)s AND kind = 'invitation' AND revoked_at IS NULL;

-- name: live_operators
SELECT count(*) FROM credentials
WHERE kind = 'operator' AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now());

-- name: expiry
SELECT expires_at FROM credentials WHERE credential_id = %(credential_id)s;
