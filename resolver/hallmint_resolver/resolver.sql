-- name: tokens
-- Of each place, in order, status and the microsecond of its activation: one text, as in 2@1764000000000000,1,,3. A row each
-- would cost Python four times as much. The lateral makes each place a look-up by primary key, whatever the planner thinks.
SELECT string_agg(concat_ws('@', t.status, (extract(epoch FROM t.activated_at) * 1000000)::bigint), ',' ORDER BY w.n)
FROM unnest(%(batch_nos)s::integer[], %(seqs)s::integer[]) WITH ORDINALITY AS w (batch_no, seq, n)
LEFT JOIN LATERAL (
    SELECT v.status, v.activated_at FROM resolver_token_v1 v WHERE v.batch_no = w.batch_no AND v.seq = w.seq
) t ON true;

-- name: activate
-- Activates what waits for its first scan, and tells as above how all of them are: !1764000000000000 for one that this call
-- activated. Of another that is active since a moment it may still tell 1: the rest of the query began before it was.
WITH first AS MATERIALIZED (SELECT * FROM activate_tokens(%(batch_nos)s::integer[], %(seqs)s::integer[]))
SELECT string_agg(
    CASE WHEN f.seq IS NULL THEN concat_ws('@', t.status, (extract(epoch FROM t.activated_at) * 1000000)::bigint)
        ELSE '!' || (extract(epoch FROM f.activated_at) * 1000000)::bigint END,
    ',' ORDER BY w.n
)
FROM unnest(%(batch_nos)s::integer[], %(seqs)s::integer[]) WITH ORDINALITY AS w (batch_no, seq, n)
LEFT JOIN first f ON f.batch_no = w.batch_no AND f.seq = w.seq
LEFT JOIN LATERAL (
    SELECT v.status, v.activated_at FROM resolver_token_v1 v WHERE v.batch_no = w.batch_no AND v.seq = w.seq
) t ON true;

-- name: batches
SELECT b.batch_no, b.batch_id, b.brand_id, b.product_id, b.context, b.key_version, b.activation_mode, b.cursor, b.created_at,
    array(SELECT l.first_seq FROM resolver_lot_v1 l WHERE l.batch_no = b.batch_no ORDER BY l.first_seq),
    array(SELECT l.quantity FROM resolver_lot_v1 l WHERE l.batch_no = b.batch_no ORDER BY l.first_seq),
    array(SELECT l.lot_code FROM resolver_lot_v1 l WHERE l.batch_no = b.batch_no ORDER BY l.first_seq),
    -- Served by the partial index on revoked tokens.
    CASE WHEN b.activation_mode <> 'first_scan'
        THEN array(SELECT t.seq FROM resolver_token_v1 t WHERE t.batch_no = b.batch_no AND t.status = 3 LIMIT 101) END
FROM resolver_batch_v1 b WHERE b.batch_no = ANY(%(batch_nos)s::integer[]);

-- name: gtins
SELECT gtin, product_id FROM resolver_gtin_v1 WHERE gtin = ANY(%(gtins)s::text[]);

-- name: lots
SELECT DISTINCT l.product_id, l.lot_code
FROM unnest(%(product_ids)s::uuid[], %(lots)s::text[]) AS w (product_id, lot_code)
JOIN resolver_lot_v1 l ON l.product_id = w.product_id AND l.lot_code = w.lot_code;

-- name: products
SELECT p.product_id, p.brand_id, p.gtin, p.name, p.product_group, p.attributes, p.confirm_activation, b.name, b.suspended,
    b.default_market, b.theme, b.logo IS NOT NULL, p.revision, b.keep_user_agents,
    (
        SELECT c.content FROM resolver_content_v1 c
        WHERE c.brand_id = p.brand_id AND c.kind = 'template' AND c.state = 'published'
            AND c.lineage IN (p.product_group, 'generic')
        ORDER BY c.lineage = 'generic'
        LIMIT 1
    ),
    (
        SELECT json_object_agg(c.lineage, c.content) FROM resolver_content_v1 c
        WHERE c.brand_id = p.brand_id AND c.kind = 'market_pack' AND c.state = 'published'
    ),
    p.sku
FROM resolver_product_v1 p JOIN resolver_brand_v1 b USING (brand_id)
WHERE p.product_id = ANY(%(product_ids)s::uuid[]);

-- name: versions
-- Also drafts and what was superseded: for previews alone.
SELECT version_id, kind, lineage, state, content FROM resolver_content_v1
WHERE brand_id = %(brand_id)s AND version_id = ANY(%(version_ids)s::uuid[]);

-- name: links
SELECT product_id, lot_code, batch_no, seq, link_type, href, title, languages, media_type, is_default
FROM resolver_link_v1 WHERE product_id = ANY(%(product_ids)s::uuid[])
ORDER BY created_at, link_id;

-- name: logo
SELECT logo, logo_media_type FROM resolver_brand_v1 WHERE brand_id = %(brand_id)s AND logo IS NOT NULL;

-- name: lost
-- Of a lost key: the index on code covers batches up to lost_batch_no, a constant here so that the planner can prove it.
SELECT t.batch_no, t.seq FROM resolver_token_v1 t JOIN resolver_batch_v1 b USING (batch_no)
WHERE t.code = %(code)s AND t.batch_no <= {lost_batch_no}
    AND b.key_version = %(key_version)s AND b.context = %(context)s;

-- name: keys
SELECT key_version, check_value, lost_batch_no, state = 'live' FROM resolver_key_v1 ORDER BY key_version DESC;

-- name: hosts
SELECT base_url FROM resolver_host_v1;
