-- What a passport template may show beside attributes is sku, gtin and name; the resolver did not see the first of them.
-- A view alone: nothing is rewritten, and a resolver of before reads it as it did.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

CREATE OR REPLACE VIEW resolver_product_v1 AS
SELECT p.product_id, p.brand_id, p.gtin, p.name, p.product_group, p.confirm_activation, p.revision, r.attributes, p.sku
FROM products p JOIN product_revisions r USING (product_id, revision);
