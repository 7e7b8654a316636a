-- name: lock_lineage
-- Numbers of a lineage are given, and its published version is changed, by one transaction at a time.
SELECT pg_advisory_xact_lock(hashtextextended(
    concat_ws('/', 'content', %(brand_id)s::text, %(kind)s::text, %(lineage)s::text), 0
));

-- name: insert_version
INSERT INTO content_versions (version_id, brand_id, kind, lineage, version, state, content, created_at)
SELECT %(version_id)s, %(brand_id)s, %(kind)s, %(lineage)s, coalesce(max(version), 0) + 1, 'draft', %(content)s,
    clock_timestamp()
FROM content_versions
WHERE brand_id = %(brand_id)s AND kind = %(kind)s AND lineage = %(lineage)s;

-- name: find_version
SELECT version_id, lineage, version, revision, state, content, created_at, published_at
FROM content_versions
WHERE brand_id = %(brand_id)s AND kind = %(kind)s AND version_id = %(version_id)s;

-- name: lock_version
SELECT version_id, lineage, version, revision, state, content, created_at, published_at
FROM content_versions
WHERE brand_id = %(brand_id)s AND kind = %(kind)s AND version_id = %(version_id)s
FOR UPDATE;

-- name: list_versions
-- The rows of a page that are not too large together, but one at least; `found` counts one more than a page, if there is.
SELECT version_id, lineage, version, revision, state, content, created_at, published_at, found
FROM (
    SELECT *, count(*) OVER () AS found, row_number() OVER newest AS place,
        sum(octet_length(content::text)) OVER newest AS bytes
    FROM (
        SELECT version_id, lineage, version, revision, state, content, created_at, published_at
        FROM content_versions
        WHERE brand_id = %(brand_id)s AND kind = %(kind)s
            AND (%(lineage)s::text IS NULL OR lineage = %(lineage)s)
            AND (%(state)s::text IS NULL OR state = %(state)s)
            AND (%(before)s = '' OR version_id::text COLLATE "C" < %(before)s)
        ORDER BY version_id DESC
        LIMIT %(limit)s + 1
    ) page
    WINDOW newest AS (ORDER BY version_id DESC)
) counted
WHERE place <= %(limit)s AND (place = 1 OR bytes <= %(bytes_most)s)
ORDER BY version_id DESC;

-- name: replace_content
-- The revision grows with it, by a trigger.
UPDATE content_versions SET content = %(content)s
WHERE brand_id = %(brand_id)s AND version_id = %(version_id)s AND state = 'draft';

-- name: supersede
UPDATE content_versions SET state = 'superseded'
WHERE brand_id = %(brand_id)s AND kind = %(kind)s AND lineage = %(lineage)s AND state = 'published'
RETURNING version_id, version;

-- name: publish
UPDATE content_versions SET state = 'published', published_at = clock_timestamp()
WHERE brand_id = %(brand_id)s AND version_id = %(version_id)s AND state = 'draft';

-- name: published_template
SELECT version_id FROM content_versions
WHERE brand_id = %(brand_id)s AND kind = 'template' AND lineage IN (%(group)s, 'generic') AND state = 'published'
ORDER BY lineage = 'generic'
LIMIT 1;

-- name: preview_base
SELECT resolver_base_url, clock_timestamp() FROM brands WHERE brand_id = %(brand_id)s;
