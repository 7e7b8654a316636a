-- name: insert_brand
INSERT INTO brands (brand_id, slug, name, gs1_ready, resolver_base_url)
VALUES (%(brand_id)s, %(slug)s, %(name)s, %(gs1_ready)s, %(resolver_base_url)s);

-- name: insert_totals
INSERT INTO brand_totals (brand_id) VALUES (%(brand_id)s);

-- name: brand_by_id
SELECT brand_id, slug, name, gs1_ready, resolver_base_url, suspended_at, created_at
FROM brands WHERE brand_id = %(ref)s;

-- name: brand_by_slug
SELECT brand_id, slug, name, gs1_ready, resolver_base_url, suspended_at, created_at
FROM brands WHERE slug = %(ref)s;

-- name: list_brands
SELECT brand_id, slug, name, gs1_ready, resolver_base_url, suspended_at, created_at
FROM brands WHERE slug > %(after)s
ORDER BY slug
LIMIT %(limit)s;

-- name: insert_product
INSERT INTO products (product_id, brand_id, sku, gtin, name, product_group, commercial_status)
VALUES (%(product_id)s, %(brand_id)s, %(sku)s, %(gtin)s, %(name)s, %(group)s, %(commercial_status)s);

-- name: insert_revision
INSERT INTO product_revisions (product_id, revision, attributes)
VALUES (%(product_id)s, 1, %(attributes)s);

-- name: product_by_id
SELECT product_id, brand_id, sku, gtin, name, product_group, commercial_status, revision, p.created_at, attributes
FROM products p JOIN product_revisions USING (product_id, revision)
WHERE brand_id = %(brand_id)s AND product_id = %(ref)s;

-- name: product_by_sku
SELECT product_id, brand_id, sku, gtin, name, product_group, commercial_status, revision, p.created_at, attributes
FROM products p JOIN product_revisions USING (product_id, revision)
WHERE brand_id = %(brand_id)s AND sku = %(ref)s;

-- name: list_products
SELECT product_id, brand_id, sku, gtin, name, product_group, commercial_status, revision, created_at, NULL
FROM products
WHERE brand_id = %(brand_id)s AND sku > %(after)s
ORDER BY sku
LIMIT %(limit)s;
