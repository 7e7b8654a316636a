-- Brands, products, mint batches, tokens and the jobs that make them.
-- Identifiers are UUIDs made by mintcore (uuidv7() exists in PostgreSQL 18 only). Times are the database's clock.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

CREATE TABLE brands (
    brand_id uuid PRIMARY KEY,
    slug text NOT NULL CONSTRAINT brands_slug_key UNIQUE,
    name text NOT NULL,
    gs1_ready boolean NOT NULL,
    resolver_base_url text NOT NULL,
    suspended_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Counters that screens show, kept with each change. A running batch changes its own row only; its units are folded
-- in here when it ends (mint_batches.folded), so workers never queue for this row.
CREATE TABLE brand_totals (
    brand_id uuid PRIMARY KEY REFERENCES brands,
    batches bigint NOT NULL DEFAULT 0,
    minted bigint NOT NULL DEFAULT 0,
    active bigint NOT NULL DEFAULT 0,
    revoked bigint NOT NULL DEFAULT 0
);

CREATE TABLE products (
    product_id uuid PRIMARY KEY,
    brand_id uuid NOT NULL REFERENCES brands,
    sku text NOT NULL,
    gtin text CONSTRAINT products_gtin_key UNIQUE,
    name text NOT NULL,
    product_group text NOT NULL,
    commercial_status text NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT products_sku_key UNIQUE (brand_id, sku)
);

-- What a product said at a time. Rows never change.
CREATE TABLE product_revisions (
    product_id uuid NOT NULL REFERENCES products,
    revision integer NOT NULL,
    attributes jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (product_id, revision)
);

-- Which code keys exist. The keys themselves are never here: check_value only tells two of them apart.
CREATE TABLE code_keys (
    key_version integer PRIMARY KEY CHECK (key_version > 0),
    check_value bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('live', 'retired', 'lost')),
    -- Of a lost key: its codes are looked up in an index on the tokens of batches up to this number.
    lost_batch_no integer CHECK ((state = 'lost') = (lost_batch_no IS NOT NULL)),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE SEQUENCE batch_numbers AS integer MINVALUE 1 MAXVALUE 2147483647 NO CYCLE;

CREATE TABLE mint_batches (
    batch_no integer PRIMARY KEY,
    batch_id uuid NOT NULL CONSTRAINT mint_batches_id_key UNIQUE,
    brand_id uuid NOT NULL REFERENCES brands,
    product_id uuid NOT NULL REFERENCES products,
    -- Copied at submit, for ever:
    product_revision integer NOT NULL,
    context text NOT NULL,
    resolver_base_url text NOT NULL,
    key_version integer NOT NULL REFERENCES code_keys,
    identity_mode text NOT NULL CHECK (identity_mode IN ('serial', 'lot')),
    activation_mode text NOT NULL CHECK (activation_mode IN ('first_scan', 'at_mint')),
    quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
    -- Changed by each cycle, in one update:
    state text NOT NULL CHECK (state IN ('queued', 'processing', 'minted', 'failed', 'cancelled')),
    cursor integer NOT NULL DEFAULT 0 CHECK (cursor BETWEEN 0 AND quantity),
    compact_range bytea NOT NULL DEFAULT '' CHECK (length(compact_range) <= 640),
    -- Grows with each change that a watcher should see.
    change_no bigint NOT NULL DEFAULT 1,
    folded integer NOT NULL DEFAULT 0,
    revoked integer NOT NULL DEFAULT 0,
    failure text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    CHECK (state <> 'minted' OR cursor = quantity)
) WITH (fillfactor = 50); -- room for the update of each cycle on the same page, without touching an index
CREATE INDEX mint_batches_brand ON mint_batches (brand_id, batch_no);
CREATE INDEX mint_batches_running ON mint_batches (brand_id) WHERE state IN ('queued', 'processing');

CREATE TABLE lots (
    batch_no integer NOT NULL REFERENCES mint_batches,
    first_seq integer NOT NULL CHECK (first_seq >= 0),
    lot_code text NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (batch_no, first_seq),
    CONSTRAINT lots_code_key UNIQUE (batch_no, lot_code)
);

-- Contexts that a brand ever minted under, so that a bare code is tried against few and never searched for.
CREATE TABLE brand_contexts (
    brand_id uuid NOT NULL REFERENCES brands,
    key_version integer NOT NULL REFERENCES code_keys,
    context text NOT NULL,
    PRIMARY KEY (brand_id, key_version, context)
);

-- One unit each. What can be derived (URL, GTIN, lot, creation time) is not here; batch_no has no foreign key, so that
-- the table can be spread over a cluster and a cycle checks nothing a million times.
-- status: 1 minted, 2 active, 3 revoked. activated_at is NULL for active at mint.
CREATE TABLE tokens (
    batch_no integer NOT NULL,
    seq integer NOT NULL,
    code text NOT NULL,
    status smallint NOT NULL,
    activated_at timestamptz,
    PRIMARY KEY (batch_no, seq)
);
CREATE INDEX tokens_activated ON tokens (batch_no, activated_at) WHERE activated_at IS NOT NULL;
CREATE INDEX tokens_revoked ON tokens (batch_no, seq) WHERE status = 3;

-- The withdrawal of a whole batch or lot: seqs first_seq to end_seq - 1; those below cursor are done.
CREATE TABLE revocations (
    revocation_id uuid PRIMARY KEY,
    batch_no integer NOT NULL REFERENCES mint_batches,
    lot_code text,
    first_seq integer NOT NULL,
    end_seq integer NOT NULL,
    cursor integer NOT NULL CHECK (cursor BETWEEN first_seq AND end_seq),
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('processing', 'completed', 'failed')),
    revoked integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz
);
CREATE INDEX revocations_batch ON revocations (batch_no, created_at);

-- Work for workers: one mechanism of leases, fences and retries for every kind. job_id is the id of what the job is
-- for: the batch of a mint, the revocation of a revoke.
CREATE TABLE jobs (
    job_id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('mint', 'revoke')),
    brand_id uuid NOT NULL REFERENCES brands,
    state text NOT NULL CHECK (state IN ('ready', 'done', 'failed')),
    -- The fence: each claim adds one, and a cycle commits only under the epoch it was claimed with.
    lease_epoch bigint NOT NULL DEFAULT 0,
    -- NULL: nobody works on it.
    lease_until timestamptz,
    worker text,
    backend_pid integer,
    backend_start timestamptz,
    -- Failed tries, and workers that died, at the present cursor.
    attempts integer NOT NULL DEFAULT 0,
    takeovers integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL DEFAULT now(),
    served_at timestamptz NOT NULL DEFAULT now(),
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (lease_until IS NULL OR (state = 'ready' AND worker IS NOT NULL AND backend_pid IS NOT NULL))
) WITH (fillfactor = 50);
CREATE INDEX jobs_ready ON jobs (brand_id) WHERE state = 'ready';

-- What happened, in order; a million units of one mint are never a million events.
CREATE TABLE events (
    event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand_id uuid NOT NULL REFERENCES brands,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    entity_type text NOT NULL,
    entity_id text NOT NULL,
    action text NOT NULL,
    actor text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX events_brand ON events (brand_id, event_id);
CREATE INDEX events_entity ON events (entity_id, event_id);

-- request_ids of the last 30 days, written in the transaction of their effect. An operator's rpcs have no brand: the
-- nil UUID stands for it.
CREATE TABLE requests (
    brand_id uuid NOT NULL,
    method text NOT NULL,
    request_id uuid NOT NULL,
    digest bytea NOT NULL,
    result_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (brand_id, method, request_id)
);
CREATE INDEX requests_created ON requests (created_at);
