-- name: insert_product
INSERT INTO products (
    product_id, brand_id, sku, gtin, name, product_group, commercial_status, company_prefix_length, confirm_activation
)
VALUES (
    %(product_id)s, %(brand_id)s, %(sku)s, %(gtin)s, %(name)s, %(group)s, %(commercial_status)s, %(company_prefix_length)s,
    %(confirm_activation)s
);

-- name: update_product
UPDATE products SET
    sku = %(sku)s, gtin = %(gtin)s, name = %(name)s, product_group = %(group)s,
    commercial_status = %(commercial_status)s, company_prefix_length = %(company_prefix_length)s,
    confirm_activation = %(confirm_activation)s, revision = revision + 1, updated_at = now()
WHERE brand_id = %(brand_id)s AND product_id = %(product_id)s;

-- name: insert_revision
-- Of the product's present revision.
INSERT INTO product_revisions (
    product_id, revision, brand_id, sku, gtin, name, product_group, commercial_status, company_prefix_length,
    confirm_activation, attributes
)
SELECT
    product_id, revision, brand_id, sku, gtin, name, product_group, commercial_status, company_prefix_length,
    confirm_activation, %(attributes)s
FROM products
WHERE brand_id = %(brand_id)s AND product_id = %(product_id)s;

-- name: share_by_id
SELECT product_id FROM products WHERE brand_id = %(brand_id)s AND product_id = %(ref)s FOR SHARE;

-- name: share_by_sku
SELECT product_id FROM products WHERE brand_id = %(brand_id)s AND sku = %(ref)s FOR SHARE;

-- name: update_by_id
SELECT product_id FROM products WHERE brand_id = %(brand_id)s AND product_id = %(ref)s FOR UPDATE;

-- name: update_by_sku
SELECT product_id FROM products WHERE brand_id = %(brand_id)s AND sku = %(ref)s FOR UPDATE;

-- name: product_by_id
SELECT p.product_id, p.brand_id, p.sku, p.gtin, p.name, p.product_group, p.commercial_status, p.revision, p.created_at,
    p.updated_at, p.company_prefix_length, p.confirm_activation, r.attributes, g.schema
FROM products p
JOIN product_revisions r USING (product_id, revision)
LEFT JOIN group_schemas g ON g.brand_id = p.brand_id AND g.product_group = p.product_group
WHERE p.brand_id = %(brand_id)s AND p.product_id = %(ref)s;

-- name: product_by_sku
SELECT p.product_id, p.brand_id, p.sku, p.gtin, p.name, p.product_group, p.commercial_status, p.revision, p.created_at,
    p.updated_at, p.company_prefix_length, p.confirm_activation, r.attributes, g.schema
FROM products p
JOIN product_revisions r USING (product_id, revision)
LEFT JOIN group_schemas g ON g.brand_id = p.brand_id AND g.product_group = p.product_group
WHERE p.brand_id = %(brand_id)s AND p.sku = %(ref)s;

-- name: list_products
-- Attributes as text: whoever checks them parses them, off the event loop.
SELECT p.product_id, p.brand_id, p.sku, p.gtin, p.name, p.product_group, p.commercial_status, p.revision, p.created_at,
    p.updated_at, p.company_prefix_length, p.confirm_activation, NULL, r.attributes::text
FROM products p
JOIN product_revisions r USING (product_id, revision)
WHERE p.brand_id = %(brand_id)s AND p.sku > %(after)s
    AND (%(group)s::text IS NULL OR p.product_group = %(group)s)
    AND (%(commercial_status)s::text IS NULL OR p.commercial_status = %(commercial_status)s)
    AND (%(query)s = '' OR p.sku ILIKE %(query)s || '%%' OR p.gtin LIKE %(query)s || '%%' OR p.name ILIKE '%%' || %(query)s || '%%')
ORDER BY p.sku
LIMIT %(limit)s;

-- name: mark_minted
INSERT INTO minted_identifiers (kind, value, brand_id, product_id)
SELECT kind, value, %(brand_id)s, %(product_id)s
FROM (VALUES ('sku', %(sku)s), ('gtin', %(gtin)s)) AS identifiers (kind, value)
WHERE value IS NOT NULL
ON CONFLICT DO NOTHING;

-- name: schemas
SELECT product_group, schema FROM group_schemas WHERE brand_id = %(brand_id)s;

-- name: lock_schemas
-- One change at a time of a brand's schemas, also where there is no row yet.
SELECT pg_advisory_xact_lock(hashtextextended('hallmint/group_schemas/' || %(brand_id)s::text, 0));

-- name: put_schema
INSERT INTO group_schemas (brand_id, product_group, schema) VALUES (%(brand_id)s, %(group)s, %(schema)s)
ON CONFLICT (brand_id, product_group) DO UPDATE SET schema = excluded.schema, updated_at = now();

-- name: delete_schema
DELETE FROM group_schemas WHERE brand_id = %(brand_id)s AND product_group = %(group)s;
