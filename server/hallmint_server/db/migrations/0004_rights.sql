-- Who reaches which rows. Deny first: nothing is granted but what is named here.
-- hallmint_api (the gRPC server) sees the rows of the brand that its transaction acts for. hallmint_mint (workers) sees the
-- rows of all brands, of the tables it needs. The owner, which migrates, checks and bootstraps, is not held by policies.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

REVOKE EXECUTE ON FUNCTION hallmint_brand, hallmint_person, append_event, event_hash, find_credential, touch_credential,
    gtin_holder, unavailable_gtins, refuse_minted_identifiers, refuse_change_of_published, refuse_change_of_event FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO hallmint_api, hallmint_mint;
GRANT EXECUTE ON FUNCTION hallmint_brand, hallmint_person, append_event TO hallmint_api, hallmint_mint;
GRANT EXECUTE ON FUNCTION find_credential, touch_credential, gtin_holder, unavailable_gtins TO hallmint_api;

-- Tokens have no row-level security, because it refuses COPY FROM, and no grant to the api role but through this view.
CREATE VIEW brand_tokens_v1 WITH (security_barrier) AS
SELECT batch_no, seq, code, status, activated_at FROM tokens
WHERE batch_no IN (SELECT b.batch_no FROM mint_batches b WHERE b.brand_id = hallmint_brand())
WITH CHECK OPTION;
GRANT SELECT, UPDATE (status) ON brand_tokens_v1 TO hallmint_api;
GRANT SELECT, INSERT, UPDATE (status) ON tokens TO hallmint_mint;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'brand_totals', 'products', 'product_revisions', 'minted_identifiers', 'group_schemas', 'production_batches',
        'content_versions', 'mint_batches', 'lots', 'brand_contexts', 'revocations', 'jobs', 'events', 'audit_heads', 'requests'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY brand ON %I TO hallmint_api USING (brand_id = hallmint_brand())', name);
        EXECUTE format('CREATE POLICY every_brand ON %I TO hallmint_mint USING (true)', name);
    END LOOP;
END $$;

ALTER TABLE brands ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON brands TO hallmint_api
USING (brand_id = hallmint_brand() OR hallmint_brand() = '00000000-0000-0000-0000-000000000000');
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
CREATE POLICY brand ON memberships TO hallmint_api
USING (brand_id = hallmint_brand() OR person_id = hallmint_person());
CREATE POLICY of_person ON brands FOR SELECT TO hallmint_api USING (brand_id IN (
    SELECT m.brand_id FROM memberships m WHERE m.person_id = hallmint_person() AND m.removed_at IS NULL
));
ALTER TABLE credentials ENABLE ROW LEVEL SECURITY;
CREATE POLICY brand ON credentials TO hallmint_api
USING (brand_id = hallmint_brand() OR person_id = hallmint_person());

-- Which keys exist is nobody's secret. The policy for UPDATE lets the api role lock the row of a live key while it submits
-- (a row lock asks for the right to update), and lets no change through.
ALTER TABLE code_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON code_keys FOR SELECT TO hallmint_api, hallmint_mint USING (true);
CREATE POLICY first_start ON code_keys FOR INSERT TO hallmint_api, hallmint_mint WITH CHECK (state = 'live');
CREATE POLICY locking ON code_keys FOR UPDATE TO hallmint_api USING (true) WITH CHECK (false);
GRANT SELECT, INSERT ON code_keys TO hallmint_api, hallmint_mint;
GRANT UPDATE (created_at) ON code_keys TO hallmint_api;
ALTER TABLE credential_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON credential_keys FOR SELECT TO hallmint_api USING (true);
GRANT SELECT ON credential_keys TO hallmint_api;

GRANT SELECT, INSERT, UPDATE (
    name, gs1_ready, resolver_base_url, suspended_at, default_market, theme, logo, logo_media_type
) ON brands TO hallmint_api;
GRANT SELECT, INSERT, UPDATE (batches, minted, active, revoked) ON brand_totals TO hallmint_api;
GRANT SELECT, INSERT, UPDATE (
    sku, gtin, name, product_group, commercial_status, company_prefix_length, revision, updated_at
) ON products TO hallmint_api;
GRANT SELECT, INSERT ON product_revisions, minted_identifiers, lots, brand_contexts TO hallmint_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON group_schemas TO hallmint_api;
GRANT SELECT, INSERT, UPDATE (number, production_date, quantity, taken, facility, status) ON production_batches
TO hallmint_api;
GRANT SELECT, INSERT, UPDATE (state, content, published_at) ON content_versions TO hallmint_api;
GRANT SELECT, INSERT, UPDATE ON mint_batches, jobs, revocations TO hallmint_api;
GRANT SELECT, INSERT, UPDATE (result_id) ON requests TO hallmint_api;
GRANT SELECT ON events, audit_heads TO hallmint_api;
GRANT SELECT, INSERT, UPDATE (person_id, role, removed_at) ON memberships TO hallmint_api;
GRANT SELECT, INSERT, UPDATE (revoked_at, expires_at, replaced_by) ON credentials TO hallmint_api;
GRANT USAGE, SELECT ON SEQUENCE batch_numbers TO hallmint_api;

GRANT SELECT ON products, lots, production_batches TO hallmint_mint;
GRANT SELECT, UPDATE ON mint_batches, jobs, revocations, brand_totals TO hallmint_mint;
GRANT SELECT, DELETE ON requests TO hallmint_mint;
