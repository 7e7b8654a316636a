-- Brands' own carrier profiles in versions, and which profile an export gets when nobody names one.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

-- Versions of profiles (lineage: the brand's key). Of a lineage several may be published at a time, and its newest version alone
-- can be a draft. Exports copy the profile, so no row of them points here.
CREATE TABLE carrier_profile_versions (
    version_id uuid PRIMARY KEY,
    brand_id uuid NOT NULL REFERENCES brands,
    key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9-]{1,39}$'),
    version integer NOT NULL CHECK (version > 0),
    state text NOT NULL CHECK (state IN ('draft', 'published', 'deprecated')),
    profile jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    published_at timestamptz,
    deprecated_at timestamptz,
    CONSTRAINT carrier_profile_versions_number_key UNIQUE (brand_id, key, version),
    CHECK ((published_at IS NULL) = (state = 'draft')),
    CHECK ((deprecated_at IS NULL) = (state <> 'deprecated'))
);
CREATE UNIQUE INDEX carrier_profile_versions_draft ON carrier_profile_versions (brand_id, key) WHERE state = 'draft';

CREATE FUNCTION refuse_change_of_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.brand_id <> OLD.brand_id OR NEW.key <> OLD.key OR NEW.version <> OLD.version
        OR OLD.state = 'draft' AND NEW.state = 'deprecated'
        OR OLD.state <> 'draft' AND (
            NEW.profile <> OLD.profile OR NEW.published_at <> OLD.published_at OR NEW.state = 'draft'
        )
        OR OLD.state = 'deprecated' AND (NEW.state <> OLD.state OR NEW.deprecated_at <> OLD.deprecated_at)
    THEN
        RAISE EXCEPTION 'a published version never changes';
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION refuse_change_of_profile FROM PUBLIC;
CREATE TRIGGER carrier_profile_versions_change BEFORE UPDATE OR DELETE ON carrier_profile_versions
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_profile();

-- What a brand chose: a published version of its own, or one that comes with Hallmint, which has no row anywhere.
CREATE TABLE carrier_profile_defaults (
    brand_id uuid NOT NULL REFERENCES brands,
    ecosystem text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    PRIMARY KEY (brand_id, ecosystem, kind)
);

-- Workers have no business here.
ALTER TABLE carrier_profile_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY brand ON carrier_profile_versions TO hallmint_api USING (brand_id = hallmint_brand());
GRANT SELECT, INSERT, UPDATE (state, profile, published_at, deprecated_at) ON carrier_profile_versions TO hallmint_api;
ALTER TABLE carrier_profile_defaults ENABLE ROW LEVEL SECURITY;
CREATE POLICY brand ON carrier_profile_defaults TO hallmint_api USING (brand_id = hallmint_brand());
GRANT SELECT, INSERT, DELETE, UPDATE (key, version) ON carrier_profile_defaults TO hallmint_api;
