-- name: lock_product
-- Whoever adds a link to a product waits here for the others, so that no level gets too many.
SELECT product_id FROM products WHERE brand_id = %(brand_id)s AND product_id = %(product_id)s FOR NO KEY UPDATE;

-- name: count
SELECT count(*) FROM links
WHERE product_id = %(product_id)s AND lot_code = %(lot_code)s
    AND batch_no IS NOT DISTINCT FROM %(batch_no)s::integer AND seq IS NOT DISTINCT FROM %(seq)s::integer;

-- name: insert
INSERT INTO links (
    link_id, brand_id, product_id, lot_code, batch_no, seq, link_type, href, title, languages, media_type, is_default
) VALUES (
    %(link_id)s, %(brand_id)s, %(product_id)s, %(lot_code)s, %(batch_no)s, %(seq)s, %(link_type)s, %(href)s, %(title)s,
    %(languages)s, %(media_type)s, %(is_default)s
);

-- name: by_id
SELECT l.link_id, l.product_id, p.sku, l.lot_code, b.batch_id, l.seq, l.link_type, l.href, l.title, l.languages,
    l.media_type, l.is_default, l.created_at
FROM links l JOIN products p USING (product_id) LEFT JOIN mint_batches b USING (batch_no)
WHERE l.brand_id = %(brand_id)s AND l.link_id = %(link_id)s;

-- name: list
SELECT l.link_id, l.product_id, p.sku, l.lot_code, b.batch_id, l.seq, l.link_type, l.href, l.title, l.languages,
    l.media_type, l.is_default, l.created_at
FROM links l JOIN products p USING (product_id) LEFT JOIN mint_batches b USING (batch_no)
WHERE l.brand_id = %(brand_id)s AND l.link_id > %(after)s
    AND (%(product_id)s::uuid IS NULL OR l.product_id = %(product_id)s)
ORDER BY l.link_id
LIMIT %(limit)s;

-- name: delete
DELETE FROM links WHERE brand_id = %(brand_id)s AND link_id = %(link_id)s;
