-- name: product_by_sku
SELECT product_id, gtin FROM products WHERE brand_id = %(brand_id)s AND sku = %(sku)s FOR UPDATE;

-- name: lock_product
SELECT 1 FROM products WHERE brand_id = %(brand_id)s AND product_id = %(product_id)s AND gtin = %(gtin)s FOR UPDATE;

-- name: is_minted
SELECT is_minted FROM gtin_holder(%(gtin)s);

-- name: set_gtin
-- A revision like the one before, but for the GTIN.
WITH changed AS (
    UPDATE products SET gtin = %(gtin)s, revision = revision + 1, updated_at = clock_timestamp()
    WHERE product_id = %(product_id)s
    RETURNING *
)
INSERT INTO product_revisions (
    product_id, revision, brand_id, sku, gtin, name, product_group, commercial_status, company_prefix_length,
    confirm_activation, attributes
)
SELECT c.product_id, c.revision, c.brand_id, c.sku, c.gtin, c.name, c.product_group, c.commercial_status,
    c.company_prefix_length, c.confirm_activation, r.attributes
FROM changed c
JOIN product_revisions r ON r.product_id = c.product_id AND r.revision = c.revision - 1;
