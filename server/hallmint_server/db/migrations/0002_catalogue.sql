-- Products with history and schemas, production batches, templates and market packs, and the brand of every row.
-- None of these tables grows with tokens, so they are rewritten under their locks in moments, with programs stopped.
-- squawk-ignore-file adding-foreign-key-constraint, adding-not-nullable-field, require-concurrent-index-creation, constraint-missing-not-valid

SET lock_timeout = '10s';
SET statement_timeout = '600s';

ALTER TABLE brands
    ADD COLUMN default_market text NOT NULL DEFAULT '',
    -- {"primary_colour", "accent_colour", "legal_links": [{"label", "url"}]}
    ADD COLUMN theme jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN logo bytea,
    ADD COLUMN logo_media_type text;

-- Every row says whose it is, so that one rule of row-level security serves all tables.
ALTER TABLE lots ADD COLUMN brand_id uuid REFERENCES brands;
UPDATE lots SET brand_id = b.brand_id FROM mint_batches b WHERE b.batch_no = lots.batch_no;
ALTER TABLE lots ALTER COLUMN brand_id SET NOT NULL;
ALTER TABLE revocations ADD COLUMN brand_id uuid REFERENCES brands;
UPDATE revocations SET brand_id = b.brand_id FROM mint_batches b WHERE b.batch_no = revocations.batch_no;
ALTER TABLE revocations ALTER COLUMN brand_id SET NOT NULL;

ALTER TABLE products
    ADD COLUMN company_prefix_length smallint CHECK (company_prefix_length BETWEEN 4 AND 12),
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX products_gtin_of_brand ON products (brand_id, gtin text_pattern_ops);

-- A revision is all that a product said at a time, so that what was pinned at mint can be shown whole.
ALTER TABLE product_revisions
    ADD COLUMN brand_id uuid REFERENCES brands,
    ADD COLUMN sku text,
    ADD COLUMN gtin text,
    ADD COLUMN name text,
    ADD COLUMN product_group text,
    ADD COLUMN commercial_status text,
    ADD COLUMN company_prefix_length smallint;
UPDATE product_revisions r SET
    brand_id = p.brand_id, sku = p.sku, gtin = p.gtin, name = p.name, product_group = p.product_group,
    commercial_status = p.commercial_status
FROM products p WHERE p.product_id = r.product_id;
ALTER TABLE product_revisions
    ALTER COLUMN brand_id SET NOT NULL,
    ALTER COLUMN sku SET NOT NULL,
    ALTER COLUMN name SET NOT NULL,
    ALTER COLUMN product_group SET NOT NULL,
    ALTER COLUMN commercial_status SET NOT NULL;

-- Identifiers under which codes were minted belong to their product for ever, also when it has another one today.
CREATE TABLE minted_identifiers (
    kind text NOT NULL CHECK (kind IN ('sku', 'gtin')),
    value text NOT NULL,
    brand_id uuid NOT NULL REFERENCES brands,
    product_id uuid NOT NULL REFERENCES products,
    minted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, brand_id, value)
);
CREATE UNIQUE INDEX minted_gtins ON minted_identifiers (value) WHERE kind = 'gtin';
INSERT INTO minted_identifiers (kind, value, brand_id, product_id)
SELECT DISTINCT 'gtin', substr(context, 6), brand_id, product_id FROM mint_batches WHERE context LIKE 'gtin:%';
INSERT INTO minted_identifiers (kind, value, brand_id, product_id)
SELECT DISTINCT 'sku', p.sku, p.brand_id, p.product_id FROM mint_batches b JOIN products p USING (product_id);

-- As a constraint would say it, so that one place turns it into GTIN_NOT_AVAILABLE or SKU_TAKEN. It runs with the rights of
-- its owner: whether another brand minted under a GTIN is the one thing that a brand may learn of another.
CREATE FUNCTION refuse_minted_identifiers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM changed c JOIN minted_identifiers m ON m.kind = 'gtin' AND m.value = c.gtin
        WHERE m.product_id <> c.product_id
    ) THEN
        RAISE unique_violation USING CONSTRAINT = 'products_gtin_key', MESSAGE = 'a GTIN was minted for another product';
    END IF;
    IF EXISTS (
        SELECT FROM changed c
        JOIN minted_identifiers m ON m.kind = 'sku' AND m.brand_id = c.brand_id AND m.value = c.sku
        WHERE m.product_id <> c.product_id
    ) THEN
        RAISE unique_violation USING CONSTRAINT = 'products_sku_key', MESSAGE = 'a SKU was minted for another product';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER products_inserted AFTER INSERT ON products
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_minted_identifiers();
CREATE TRIGGER products_updated AFTER UPDATE ON products
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_minted_identifiers();

-- What a brand demands of a product group beyond what the installation does.
CREATE TABLE group_schemas (
    brand_id uuid NOT NULL REFERENCES brands,
    product_group text NOT NULL,
    schema text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (brand_id, product_group)
);

-- A run of the ERP. `taken` is what all mints that name it took, in one row, so that mints at once queue for it.
CREATE TABLE production_batches (
    production_batch_id uuid PRIMARY KEY,
    brand_id uuid NOT NULL REFERENCES brands,
    product_id uuid NOT NULL REFERENCES products,
    number text NOT NULL,
    production_date date NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    taken integer NOT NULL DEFAULT 0 CHECK (taken BETWEEN 0 AND quantity),
    facility text NOT NULL,
    status text NOT NULL CHECK (status IN ('planned', 'ready', 'closed')),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT production_batches_number_key UNIQUE (brand_id, number)
);
CREATE INDEX production_batches_product ON production_batches (product_id);

-- Versions of templates (lineage: the product group) and of market packs (lineage: the country).
CREATE TABLE content_versions (
    version_id uuid PRIMARY KEY,
    brand_id uuid NOT NULL REFERENCES brands,
    kind text NOT NULL CHECK (kind IN ('template', 'market_pack')),
    lineage text NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    state text NOT NULL CHECK (state IN ('draft', 'published', 'superseded')),
    content jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CONSTRAINT content_versions_number_key UNIQUE (brand_id, kind, lineage, version)
);
CREATE UNIQUE INDEX content_versions_published ON content_versions (brand_id, kind, lineage) WHERE state = 'published';

CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'draft' AND (
        OLD.content <> NEW.content OR NEW.state = 'draft' OR OLD.state = 'superseded' AND NEW.state <> 'superseded'
        OR OLD.published_at IS DISTINCT FROM NEW.published_at
    ) THEN
        RAISE EXCEPTION 'a published version never changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER content_versions_change BEFORE UPDATE OR DELETE ON content_versions
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();

ALTER TABLE mint_batches
    ADD COLUMN production_batch_id uuid REFERENCES production_batches,
    ADD COLUMN template_id uuid REFERENCES content_versions;
