-- Exports of batches: packs of a fixed slice each, written once by workers, on the jobs that mint too.
-- squawk-ignore-file constraint-missing-not-valid, ban-drop-constraint

SET lock_timeout = '10s';
SET statement_timeout = '60s';

ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_kind_check CHECK (kind IN ('mint', 'revoke', 'export'));

-- What was asked for, copied for ever: the units that the batch had then, and the whole profile in its version. Packs below
-- `cursor` are finished and are never written again.
CREATE TABLE exports (
    export_id uuid PRIMARY KEY,
    batch_no integer NOT NULL REFERENCES mint_batches,
    brand_id uuid NOT NULL REFERENCES brands,
    profile jsonb NOT NULL,
    units integer NOT NULL CHECK (units BETWEEN 1 AND 1000000),
    pack_units integer NOT NULL CHECK (pack_units BETWEEN 1 AND 10000),
    holder text NOT NULL,
    -- Changed by each pack, in one update:
    state text NOT NULL CHECK (state IN ('pending', 'generating', 'completed', 'failed', 'cancelled')),
    cursor integer NOT NULL DEFAULT 0 CHECK (cursor >= 0),
    -- Grows with each change that a watcher should see.
    change_no bigint NOT NULL DEFAULT 1,
    failure text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    CHECK (cursor::bigint * pack_units < units::bigint + pack_units),
    CHECK (state <> 'completed' OR cursor::bigint * pack_units >= units)
) WITH (fillfactor = 50);
CREATE INDEX exports_brand ON exports (brand_id, export_id);
CREATE INDEX exports_batch ON exports (batch_no, export_id);

-- Finished packs. The file was durable in the storage before its row was written.
CREATE TABLE packs (
    pack_id uuid PRIMARY KEY,
    export_id uuid NOT NULL REFERENCES exports,
    brand_id uuid NOT NULL REFERENCES brands,
    pack_no integer NOT NULL CHECK (pack_no >= 0),
    first_seq integer NOT NULL CHECK (first_seq >= 0),
    units integer NOT NULL CHECK (units > 0),
    storage_key text NOT NULL,
    file_name text NOT NULL,
    media_type text NOT NULL,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    bytes bigint NOT NULL CHECK (bytes > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT packs_no_key UNIQUE (export_id, pack_no)
);

-- The soft lock on the exports of a batch, whatever their profiles: held by the export that runs, renewed by each of its packs,
-- free again at its end. Whoever finds it run out may take it; the export that lost it can publish nothing more.
CREATE TABLE export_locks (
    batch_no integer PRIMARY KEY REFERENCES mint_batches,
    brand_id uuid NOT NULL REFERENCES brands,
    export_id uuid NOT NULL REFERENCES exports,
    holder text NOT NULL,
    until timestamptz NOT NULL
) WITH (fillfactor = 50);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['exports', 'packs', 'export_locks'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY brand ON %I TO hallmint_api USING (brand_id = hallmint_brand())', name);
        EXECUTE format('CREATE POLICY every_brand ON %I TO hallmint_mint USING (true)', name);
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE (state, failure, change_no, ended_at) ON exports TO hallmint_api;
GRANT SELECT, INSERT, DELETE, UPDATE (export_id, holder, until) ON export_locks TO hallmint_api;
GRANT SELECT ON packs TO hallmint_api;
GRANT SELECT, UPDATE (state, cursor, change_no, failure, started_at, ended_at) ON exports TO hallmint_mint;
GRANT SELECT, DELETE, UPDATE (until) ON export_locks TO hallmint_mint;
GRANT SELECT, INSERT ON packs TO hallmint_mint;
-- The name that a product had when a batch of it was minted.
GRANT SELECT (product_id, revision, name, company_prefix_length) ON product_revisions TO hallmint_mint;
