-- name: lock_key
-- Versions of a key are made and change their states, and are chosen as defaults, by one transaction at a time.
SELECT pg_advisory_xact_lock(hashtextextended(
    concat_ws('/', 'carrier_profile', %(brand_id)s::text, %(key)s::text), 0
));

-- name: insert_version
INSERT INTO carrier_profile_versions (version_id, brand_id, key, version, state, profile, created_at)
VALUES (%(version_id)s, %(brand_id)s, %(key)s, %(number)s, 'draft', %(profile)s, clock_timestamp());

-- name: version_by_id
SELECT version_id, key, version, revision, state, profile, created_at, published_at, deprecated_at FROM carrier_profile_versions
WHERE brand_id = %(brand_id)s AND version_id = %(version_id)s;

-- name: find_version
SELECT version_id, key, version, revision, state, profile, created_at, published_at, deprecated_at FROM carrier_profile_versions
WHERE brand_id = %(brand_id)s AND key = %(key)s AND (%(number)s = 0 OR version = %(number)s)
ORDER BY version DESC
LIMIT 1;

-- name: find_usable
-- Of a key the newest version that is published; where there is none, the newest says why.
SELECT version_id, key, version, revision, state, profile, created_at, published_at, deprecated_at FROM carrier_profile_versions
WHERE brand_id = %(brand_id)s AND key = %(key)s
ORDER BY state = 'published' DESC, version DESC
LIMIT 1;

-- name: list_versions
-- By `place`, as service.py has it. The rows of a page that are not too large together, but one at least; `found` counts one
-- more than a page, if there is.
SELECT version_id, key, version, revision, state, profile, created_at, published_at, deprecated_at, found
FROM (
    SELECT *, count(*) OVER () AS found, row_number() OVER in_order AS nth,
        sum(octet_length(profile::text)) OVER in_order AS bytes
    FROM (
        SELECT *
        FROM (
            SELECT *, (key || ' ' || lpad((2147483647 - version)::text, 10, '0')) COLLATE "C" AS place
            FROM carrier_profile_versions
            WHERE brand_id = %(brand_id)s
                AND (%(key)s::text IS NULL OR key = %(key)s)
                AND (%(state)s::text IS NULL OR state = %(state)s)
        ) placed
        WHERE place > %(after)s
        ORDER BY place
        LIMIT %(limit)s + 1
    ) page
    WINDOW in_order AS (ORDER BY place)
) counted
WHERE nth <= %(limit)s AND (nth = 1 OR bytes <= %(bytes_most)s)
ORDER BY place;

-- name: replace_profile
-- The revision grows with it, by a trigger.
UPDATE carrier_profile_versions SET profile = %(profile)s
WHERE brand_id = %(brand_id)s AND version_id = %(version_id)s AND state = 'draft';

-- name: publish
UPDATE carrier_profile_versions SET state = 'published', published_at = clock_timestamp()
WHERE brand_id = %(brand_id)s AND version_id = %(version_id)s AND state = 'draft';

-- name: deprecate
UPDATE carrier_profile_versions SET state = 'deprecated', deprecated_at = clock_timestamp()
WHERE brand_id = %(brand_id)s AND version_id = %(version_id)s AND state = 'published';

-- name: list_defaults
-- The last columns are NULL where the version is no own one.
SELECT d.ecosystem, d.kind, d.key, d.version, v.version_id, v.key, v.version, v.revision, v.state, v.profile,
    v.created_at, v.published_at, v.deprecated_at
FROM carrier_profile_defaults d LEFT JOIN carrier_profile_versions v USING (brand_id, key, version)
WHERE d.brand_id = %(brand_id)s;

-- name: set_default
INSERT INTO carrier_profile_defaults AS d (brand_id, ecosystem, kind, key, version)
VALUES (%(brand_id)s, %(ecosystem)s, %(kind)s, %(key)s, %(number)s)
ON CONFLICT (brand_id, ecosystem, kind) DO UPDATE SET key = excluded.key, version = excluded.version
WHERE (d.key, d.version) <> (excluded.key, excluded.version);

-- name: clear_default
DELETE FROM carrier_profile_defaults
WHERE brand_id = %(brand_id)s AND ecosystem = %(ecosystem)s AND kind = %(kind)s;

-- name: clear_defaults_of
DELETE FROM carrier_profile_defaults
WHERE brand_id = %(brand_id)s AND key = %(key)s AND version = %(number)s
RETURNING ecosystem, kind;
