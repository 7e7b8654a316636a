-- name: begin
-- Imports of a brand queue, so that two at once never make the same product.
SELECT pg_advisory_xact_lock(hashtextextended('hallmint/import/' || %(brand_id)s::text, 0));

-- name: create_sheet
-- place: of a right row among them, from 1. row and line: as in CellProblem.
CREATE TEMPORARY TABLE sheet (
    place integer PRIMARY KEY,
    row integer NOT NULL,
    line integer NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL,
    gtin text,
    name text NOT NULL,
    product_group text NOT NULL,
    commercial_status text NOT NULL,
    company_prefix_length smallint,
    ready boolean NOT NULL,
    attributes jsonb NOT NULL
) ON COMMIT DROP;

-- name: copy_sheet
COPY sheet FROM STDIN (FORMAT text, NULL '');

-- name: analyze_sheet
ANALYZE sheet (place, product_id, sku, gtin);

-- name: lock_products
SELECT count(*) FROM (
    SELECT p.product_id FROM sheet s JOIN products p ON p.brand_id = %(brand_id)s AND p.sku = s.sku
    WHERE s.place BETWEEN %(first)s AND %(last)s
    ORDER BY p.product_id
    FOR UPDATE OF p
) AS locked;

-- name: create_plan
-- What becomes of each row: its product, and the revision that it writes, NULL where it changes nothing.
CREATE TEMPORARY TABLE plan (
    place integer PRIMARY KEY,
    product_id uuid NOT NULL,
    revision integer,
    ready boolean NOT NULL
) ON COMMIT DROP;

-- name: fill_plan
-- Products are found first: planned as one join, it reads the revisions of all products of the brand.
WITH matched AS MATERIALIZED (
    SELECT s.place, p.product_id, p.revision, p.gtin, p.name, p.product_group, p.commercial_status, p.company_prefix_length
    FROM sheet s JOIN products p ON p.brand_id = %(brand_id)s AND p.sku = s.sku
    WHERE s.place BETWEEN %(first)s AND %(last)s
)
INSERT INTO plan (place, product_id, revision, ready)
SELECT
    s.place,
    coalesce(m.product_id, s.product_id),
    CASE
        WHEN m.product_id IS NULL THEN 1
        WHEN (s.gtin, s.name, s.product_group, s.commercial_status, s.company_prefix_length, s.attributes)
            IS DISTINCT FROM
            (m.gtin, m.name, m.product_group, m.commercial_status, m.company_prefix_length, r.attributes)
        THEN m.revision + 1
    END,
    s.ready
FROM sheet s
LEFT JOIN matched m USING (place)
LEFT JOIN product_revisions r ON r.product_id = m.product_id AND r.revision = m.revision AND r.brand_id = %(brand_id)s
WHERE s.place BETWEEN %(first)s AND %(last)s;

-- name: refuse
-- Takes rows out of the plan whose GTIN is another product's, or was minted for one, or whose SKU was.
WITH foreign_gtins AS (
    SELECT gtin FROM unavailable_gtins((
        SELECT array_agg(s.gtin) FROM sheet s JOIN plan USING (place)
        WHERE s.gtin IS NOT NULL AND plan.revision IS NOT NULL AND s.place BETWEEN %(first)s AND %(last)s
    )) AS gtin
), wrong AS (
    SELECT s.place, 'gtin' AS field FROM sheet s JOIN foreign_gtins USING (gtin)
    WHERE s.place BETWEEN %(first)s AND %(last)s
    UNION
    SELECT s.place, 'gtin' FROM sheet s
    JOIN plan USING (place)
    JOIN products p ON p.brand_id = %(brand_id)s AND p.gtin = s.gtin AND p.product_id <> plan.product_id
    WHERE s.place BETWEEN %(first)s AND %(last)s
    UNION
    SELECT s.place, 'gtin' FROM sheet s
    JOIN plan USING (place)
    JOIN minted_identifiers m ON m.brand_id = %(brand_id)s AND m.kind = 'gtin' AND m.value = s.gtin
        AND m.product_id <> plan.product_id
    WHERE s.place BETWEEN %(first)s AND %(last)s
    UNION
    SELECT s.place, 'sku' FROM sheet s
    JOIN plan USING (place)
    JOIN minted_identifiers m ON m.brand_id = %(brand_id)s AND m.kind = 'sku' AND m.value = s.sku
        AND m.product_id <> plan.product_id
    WHERE s.place BETWEEN %(first)s AND %(last)s
), refused AS (
    DELETE FROM plan USING wrong WHERE plan.place = wrong.place
)
SELECT sheet.row, sheet.line, wrong.field FROM wrong JOIN sheet USING (place) ORDER BY 1, 3;

-- name: count_plan
SELECT count(*) FILTER (WHERE revision = 1), count(*) FILTER (WHERE revision > 1), count(*) FILTER (WHERE revision IS NULL),
    count(*) FILTER (WHERE NOT ready)
FROM plan;

-- name: create_products
INSERT INTO products (
    product_id, brand_id, sku, gtin, name, product_group, commercial_status, company_prefix_length
)
SELECT plan.product_id, %(brand_id)s, s.sku, s.gtin, s.name, s.product_group, s.commercial_status, s.company_prefix_length
FROM plan JOIN sheet s USING (place)
WHERE plan.revision = 1 AND place BETWEEN %(first)s AND %(last)s
ORDER BY place;

-- name: update_products
UPDATE products p SET
    gtin = s.gtin, name = s.name, product_group = s.product_group, commercial_status = s.commercial_status,
    company_prefix_length = s.company_prefix_length, revision = plan.revision, updated_at = now()
FROM plan JOIN sheet s USING (place)
WHERE p.brand_id = %(brand_id)s AND p.product_id = plan.product_id AND plan.revision > 1
    AND place BETWEEN %(first)s AND %(last)s;

-- name: write_revisions
-- After products. A sheet says nothing of confirm_activation, so that it stays as it is.
INSERT INTO product_revisions (
    product_id, revision, brand_id, sku, gtin, name, product_group, commercial_status, company_prefix_length,
    confirm_activation, attributes
)
SELECT plan.product_id, plan.revision, %(brand_id)s, s.sku, s.gtin, s.name, s.product_group, s.commercial_status,
    s.company_prefix_length, p.confirm_activation, s.attributes
FROM plan JOIN sheet s USING (place) JOIN products p ON p.brand_id = %(brand_id)s AND p.product_id = plan.product_id
WHERE plan.revision IS NOT NULL AND place BETWEEN %(first)s AND %(last)s
ORDER BY place;
