-- name: product_by_id
SELECT product_id FROM products WHERE brand_id = %(brand_id)s AND product_id = %(ref)s;

-- name: product_by_sku
SELECT product_id FROM products WHERE brand_id = %(brand_id)s AND sku = %(ref)s;

-- name: insert
INSERT INTO production_batches (
    production_batch_id, brand_id, product_id, number, production_date, quantity, facility, status
) VALUES (
    %(production_batch_id)s, %(brand_id)s, %(product_id)s, %(number)s, %(production_date)s, %(quantity)s, %(facility)s,
    %(status)s
);

-- name: by_id
SELECT b.production_batch_id, b.number, b.product_id, p.sku, b.production_date, b.quantity, b.taken, b.facility, b.status,
    b.created_at
FROM production_batches b JOIN products p USING (product_id)
WHERE b.brand_id = %(brand_id)s AND b.production_batch_id = %(ref)s;

-- name: by_number
SELECT b.production_batch_id, b.number, b.product_id, p.sku, b.production_date, b.quantity, b.taken, b.facility, b.status,
    b.created_at
FROM production_batches b JOIN products p USING (product_id)
WHERE b.brand_id = %(brand_id)s AND b.number = %(ref)s;

-- name: lock
SELECT b.production_batch_id, b.number, b.product_id, p.sku, b.production_date, b.quantity, b.taken, b.facility, b.status,
    b.created_at
FROM production_batches b JOIN products p USING (product_id)
WHERE b.brand_id = %(brand_id)s AND b.production_batch_id = %(ref)s
FOR UPDATE OF b;

-- name: list
SELECT b.production_batch_id, b.number, b.product_id, p.sku, b.production_date, b.quantity, b.taken, b.facility, b.status,
    b.created_at
FROM production_batches b JOIN products p USING (product_id)
WHERE b.brand_id = %(brand_id)s AND b.number > %(after)s
    AND (%(product_id)s::uuid IS NULL OR b.product_id = %(product_id)s)
    AND (%(status)s::text IS NULL OR b.status = %(status)s)
ORDER BY b.number
LIMIT %(limit)s;

-- name: update
UPDATE production_batches SET
    number = %(number)s, production_date = %(production_date)s, quantity = %(quantity)s, facility = %(facility)s,
    status = %(status)s
WHERE brand_id = %(brand_id)s AND production_batch_id = %(production_batch_id)s;

-- name: take
UPDATE production_batches SET taken = taken + %(units)s WHERE production_batch_id = %(production_batch_id)s;

-- name: give_back
UPDATE production_batches SET taken = taken - %(units)s WHERE production_batch_id = %(production_batch_id)s;
