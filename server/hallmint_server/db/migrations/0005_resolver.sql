-- What the resolver reads and does: versioned views, links of brands, activations and their events, and a narrow role.
-- The tables changed here do not grow with tokens, so they are rewritten under their locks in moments, with programs stopped.
-- squawk-ignore-file adding-foreign-key-constraint, require-concurrent-index-creation, adding-field-with-default

SET lock_timeout = '10s';
SET statement_timeout = '600s';

DO $$
DECLARE
    has_it text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hallmint_resolver') THEN
        BEGIN
            CREATE ROLE hallmint_resolver NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- a migration of another database made it at this moment
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'hallmint_resolver', has_it) THEN
        GRANT hallmint_resolver TO CURRENT_USER;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE insufficient_privilege USING MESSAGE = format(
        'this role may not make roles; let an administrator run: CREATE ROLE hallmint_resolver NOLOGIN; '
        'GRANT hallmint_resolver TO %I', current_user);
END $$;
GRANT USAGE ON SCHEMA public TO hallmint_resolver;

CREATE INDEX mint_batches_product ON mint_batches (product_id);
CREATE INDEX mint_batches_host ON mint_batches (resolver_base_url);
CREATE INDEX lots_code ON lots (lot_code);

-- Whether the page asks before a first scan activates.
ALTER TABLE products ADD COLUMN confirm_activation boolean NOT NULL DEFAULT false;
ALTER TABLE product_revisions ADD COLUMN confirm_activation boolean NOT NULL DEFAULT false;
GRANT UPDATE (confirm_activation) ON products TO hallmint_api;

-- Where a scan leads beside our page: links of a product, of a lot of it (lot_code), or of one token (batch_no, seq).
CREATE TABLE links (
    link_id uuid PRIMARY KEY,
    brand_id uuid NOT NULL REFERENCES brands,
    product_id uuid NOT NULL REFERENCES products,
    lot_code text NOT NULL DEFAULT '',
    batch_no integer REFERENCES mint_batches,
    seq integer,
    link_type text NOT NULL, -- as in gs1:pip
    href text NOT NULL CHECK (href LIKE 'https://%'),
    title text NOT NULL,
    languages text[] NOT NULL DEFAULT '{}',
    media_type text NOT NULL DEFAULT '',
    is_default boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((batch_no IS NULL) = (seq IS NULL)),
    CHECK (lot_code = '' OR batch_no IS NULL)
);
CREATE INDEX links_level ON links (product_id, lot_code, batch_no, seq);
CREATE UNIQUE INDEX links_default ON links (product_id, lot_code, coalesce(batch_no, 0), coalesce(seq, 0)) WHERE is_default;
ALTER TABLE links ENABLE ROW LEVEL SECURITY;
CREATE POLICY brand ON links TO hallmint_api USING (brand_id = hallmint_brand());
GRANT SELECT, INSERT, DELETE ON links TO hallmint_api;

-- What happened to single units, apart from the chain: thousands a second, append-only, one partition a day.
CREATE TABLE unit_events (
    at timestamptz NOT NULL,
    brand_id uuid NOT NULL,
    batch_no integer NOT NULL,
    seq integer NOT NULL,
    action text NOT NULL,
    PRIMARY KEY (at, batch_no, seq, action)
) PARTITION BY RANGE (at);
CREATE TABLE unit_events_rest PARTITION OF unit_events DEFAULT;
CREATE INDEX unit_events_brand ON unit_events (brand_id, at);
CREATE TRIGGER unit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON unit_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_event();
CREATE VIEW brand_unit_events_v1 WITH (security_barrier) AS
SELECT at, brand_id, batch_no, seq, action FROM unit_events WHERE brand_id = hallmint_brand();
GRANT SELECT ON brand_unit_events_v1 TO hallmint_api;

-- Counters kept with the change. Each connection adds to a slot of its own, so that scans do not queue for one row.
CREATE TABLE activations (
    brand_id uuid NOT NULL REFERENCES brands,
    slot smallint NOT NULL CHECK (slot BETWEEN 0 AND 63),
    units bigint NOT NULL,
    PRIMARY KEY (brand_id, slot)
) WITH (fillfactor = 50);
-- Of batches of 10,000 units or more; fewer are counted when they are asked for.
CREATE TABLE batch_activations (
    batch_no integer PRIMARY KEY REFERENCES mint_batches,
    brand_id uuid NOT NULL REFERENCES brands,
    units integer NOT NULL
) WITH (fillfactor = 50);
ALTER TABLE activations ENABLE ROW LEVEL SECURITY;
CREATE POLICY brand ON activations TO hallmint_api USING (brand_id = hallmint_brand());
ALTER TABLE batch_activations ENABLE ROW LEVEL SECURITY;
CREATE POLICY brand ON batch_activations TO hallmint_api USING (brand_id = hallmint_brand());
GRANT SELECT ON activations, batch_activations TO hallmint_api;

-- The resolver's only way to change anything. Activates those of the tokens that are minted, wait for their first scan, and
-- belong to a brand that is not suspended; returns only those, so of two calls that name a token one gets it. All in one
-- statement: token, event and counters change together or not at all. Tokens are locked in order, counters after them.
CREATE FUNCTION activate_tokens(batch_nos integer[], seqs integer[])
RETURNS TABLE (batch_no integer, seq integer, activated_at timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH wanted AS (
        SELECT w.batch_no, w.seq, b.brand_id, b.quantity
        FROM unnest(batch_nos, seqs) AS w (batch_no, seq)
        JOIN mint_batches b ON b.batch_no = w.batch_no AND w.seq < b.cursor AND b.activation_mode = 'first_scan'
        JOIN brands o ON o.brand_id = b.brand_id AND o.suspended_at IS NULL
    ), locked AS (
        SELECT t.batch_no, t.seq FROM tokens t
        WHERE (t.batch_no, t.seq) IN (SELECT w.batch_no, w.seq FROM wanted w) AND t.status = 1
        ORDER BY t.batch_no, t.seq
        FOR UPDATE
    ), changed AS (
        UPDATE tokens t SET status = 2, activated_at = clock_timestamp()
        FROM locked l
        WHERE t.batch_no = l.batch_no AND t.seq = l.seq
        RETURNING t.batch_no, t.seq, t.activated_at
    ), whose AS (
        SELECT c.batch_no, c.seq, c.activated_at, w.brand_id, w.quantity
        FROM changed c JOIN (SELECT DISTINCT * FROM wanted) w USING (batch_no, seq)
    ), told AS (
        INSERT INTO unit_events (at, brand_id, batch_no, seq, action)
        SELECT w.activated_at, w.brand_id, w.batch_no, w.seq, 'ACTIVATED' FROM whose w
    ), counted AS (
        INSERT INTO activations AS a (brand_id, slot, units)
        SELECT w.brand_id, pg_backend_pid() % 64, count(*) FROM whose w GROUP BY w.brand_id ORDER BY w.brand_id
        ON CONFLICT (brand_id, slot) DO UPDATE SET units = a.units + excluded.units
    ), counted_large AS (
        INSERT INTO batch_activations AS a (batch_no, brand_id, units)
        SELECT w.batch_no, w.brand_id, count(*) FROM whose w
        WHERE w.quantity >= 10000 GROUP BY w.batch_no, w.brand_id ORDER BY w.batch_no
        ON CONFLICT (batch_no) DO UPDATE SET units = a.units + excluded.units
    )
    SELECT c.batch_no, c.seq, c.activated_at FROM changed c
$$;
REVOKE EXECUTE ON FUNCTION activate_tokens FROM PUBLIC;
GRANT EXECUTE ON FUNCTION activate_tokens TO hallmint_resolver;

-- What the resolver sees. A column is only ever added at the end; another meaning takes a view of version 2.
CREATE VIEW resolver_token_v1 AS SELECT batch_no, seq, code, status, activated_at FROM tokens;
CREATE VIEW resolver_batch_v1 AS
SELECT batch_no, batch_id, brand_id, product_id, product_revision, template_id, context, key_version, resolver_base_url,
    identity_mode, activation_mode, cursor, created_at
FROM mint_batches WHERE cursor > 0;
CREATE VIEW resolver_lot_v1 AS
SELECT l.batch_no, l.first_seq, l.quantity, l.lot_code, b.product_id
FROM lots l JOIN mint_batches b USING (batch_no) WHERE b.cursor > l.first_seq;
CREATE VIEW resolver_gtin_v1 AS
SELECT m.value AS gtin, m.brand_id, m.product_id FROM minted_identifiers m
WHERE m.kind = 'gtin' AND EXISTS (
    SELECT FROM mint_batches b
    WHERE b.product_id = m.product_id AND b.context = 'gtin:' || m.value AND b.cursor > 0
);
CREATE VIEW resolver_product_v1 AS
SELECT p.product_id, p.brand_id, p.gtin, p.name, p.product_group, p.confirm_activation, p.revision, r.attributes
FROM products p JOIN product_revisions r USING (product_id, revision);
CREATE VIEW resolver_revision_v1 AS SELECT product_id, revision, name, product_group, attributes FROM product_revisions;
CREATE VIEW resolver_brand_v1 AS
SELECT brand_id, slug, name, suspended_at IS NOT NULL AS suspended, default_market, theme, logo, logo_media_type,
    resolver_base_url
FROM brands;
CREATE VIEW resolver_content_v1 AS
SELECT version_id, brand_id, kind, lineage, version, state, content FROM content_versions;
CREATE VIEW resolver_link_v1 AS
SELECT link_id, product_id, lot_code, batch_no, seq, link_type, href, title, languages, media_type, is_default, created_at
FROM links;
CREATE VIEW resolver_key_v1 AS SELECT key_version, check_value, state, lost_batch_no FROM code_keys;
-- Each base URL that a batch carries, once: the index is walked from one to the next.
CREATE VIEW resolver_host_v1 AS
WITH RECURSIVE hosts AS (
    SELECT min(resolver_base_url) AS base_url FROM mint_batches
    UNION ALL
    SELECT (SELECT min(b.resolver_base_url) FROM mint_batches b WHERE b.resolver_base_url > h.base_url)
    FROM hosts h WHERE h.base_url IS NOT NULL
)
SELECT base_url FROM hosts WHERE base_url IS NOT NULL
UNION
SELECT resolver_base_url FROM brands;
GRANT SELECT ON resolver_token_v1, resolver_batch_v1, resolver_lot_v1, resolver_gtin_v1, resolver_product_v1,
    resolver_revision_v1, resolver_brand_v1, resolver_content_v1, resolver_link_v1, resolver_key_v1, resolver_host_v1
TO hallmint_resolver;
