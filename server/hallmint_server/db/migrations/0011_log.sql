-- The public log of minted batches (docs/design/identity.md, "The log"): commitments, a queue, entries, tiles, checkpoints, and
-- hashes of blocks of batches. What a batch's entry says is made here, of the batch's own row, so that no role of a program can
-- put another one into the queue; from then on nothing is ever changed or taken away.
-- None of the tables changed here grows with tokens, so they are rewritten under their locks in moments, with programs stopped.
-- squawk-ignore-file adding-field-with-default, adding-not-nullable-field

SET lock_timeout = '10s';
SET statement_timeout = '600s';

-- 32 random bytes, without an extension: 366 random bits of the server's strong source in three UUIDs, hashed.
CREATE FUNCTION random_secret() RETURNS bytea LANGUAGE sql VOLATILE
RETURN sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- Whoever has it finds a brand's entries in the log; nobody else can tell whose an entry is. It never changes: proofs hold tags.
ALTER TABLE brands ADD COLUMN monitor_key bytea NOT NULL DEFAULT random_secret() CHECK (length(monitor_key) = 32);

-- What a batch's entry commits to, and the salt that hides it. A proof of one of its tokens discloses the row.
CREATE TABLE log_commitments (
    batch_no integer PRIMARY KEY REFERENCES mint_batches,
    brand_id uuid NOT NULL REFERENCES brands,
    product_id uuid NOT NULL,
    quantity integer NOT NULL CHECK (quantity >= 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    mint_time timestamptz NOT NULL,
    salt bytea NOT NULL CHECK (length(salt) = 32),
    -- NULL: in the queue.
    entry_no bigint CONSTRAINT log_commitments_entry_key UNIQUE
) WITH (fillfactor = 80);

-- Entries that wait to be given a number. Transactions commit in any order, so numbers are given by the sequencer alone.
CREATE TABLE log_queue (
    queue_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch_no integer CONSTRAINT log_queue_batch_key UNIQUE, -- NULL: of no batch
    entry bytea NOT NULL CHECK (length(entry) BETWEEN 1 AND 65535)
);

CREATE TABLE log_entries (
    entry_no bigint PRIMARY KEY CHECK (entry_no >= 0),
    entry bytea NOT NULL CHECK (length(entry) BETWEEN 1 AND 65535)
);

-- Tiles as C2SP tlog-tiles has them: up to 256 hashes side by side. The row of the last tile of a level grows.
CREATE TABLE log_tiles (
    level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    number bigint NOT NULL CHECK (number >= 0),
    hashes bytea NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (level, number)
);
ALTER TABLE log_tiles ALTER COLUMN hashes SET STORAGE EXTERNAL; -- hashes cannot be compressed

-- Where the tree stands: the one row that whoever makes it grow locks first.
CREATE TABLE log_tree (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    size bigint NOT NULL CHECK (size >= 0),
    root bytea NOT NULL CHECK (length(root) = 32)
);
INSERT INTO log_tree (size, root) VALUES (0, sha256(''));

-- Signed heads that were published; `note` is the whole signed note.
CREATE TABLE log_checkpoints (
    size bigint PRIMARY KEY CHECK (size >= 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    note text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Roots of each 256 leaves of a batch, as they were when they were minted: the levels above are made of them, and those below of
-- rows. One row a cycle; a last block that is not full has none.
CREATE TABLE batch_blocks (
    batch_no integer NOT NULL,
    first_block integer NOT NULL CHECK (first_block >= 0),
    brand_id uuid NOT NULL,
    hashes bytea NOT NULL CHECK (length(hashes) BETWEEN 32 AND 4096 AND length(hashes) % 32 = 0),
    PRIMARY KEY (batch_no, first_block)
);
ALTER TABLE batch_blocks ALTER COLUMN hashes SET STORAGE PLAIN; -- 2,528 bytes of a whole cycle stay in the row

-- Batches that were minted, or begun, before there was a log. The sequencer catches up with each once it has ended.
CREATE TABLE log_backfill (batch_no integer PRIMARY KEY);
INSERT INTO log_backfill
SELECT batch_no FROM mint_batches WHERE cursor > 0 OR state = 'cancelled' ORDER BY batch_no;

-- HMAC-SHA256 (RFC 2104) with a key of up to 64 bytes.
CREATE FUNCTION hmac_sha256(key bytea, message bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    inner_pad bytea := decode(repeat('36', 64), 'hex');
    outer_pad bytea := decode(repeat('5c', 64), 'hex');
BEGIN
    FOR i IN 0..length(key) - 1 LOOP
        inner_pad := set_byte(inner_pad, i, get_byte(key, i) # 54);
        outer_pad := set_byte(outer_pad, i, get_byte(key, i) # 92);
    END LOOP;
    RETURN sha256(outer_pad || sha256(inner_pad || message));
END $$;

-- The RFC 6962 root of a compact range: 32-byte hashes, largest subtree first.
CREATE FUNCTION range_root(compact_range bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    count integer := length(compact_range) / 32;
    root bytea := CASE count WHEN 0 THEN sha256('') ELSE substr(compact_range, 32 * count - 31) END;
BEGIN
    FOR i IN REVERSE count - 2 .. 0 LOOP
        root := sha256('\x01'::bytea || substr(compact_range, 32 * i + 1, 32) || root);
    END LOOP;
    RETURN root;
END $$;

-- Appends the entry of a batch that ended as minted or cancelled, in the transaction that ends it. Of a batch that has its
-- commitment nothing changes.
CREATE FUNCTION append_batch_entry(of_batch_no integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    batch mint_batches;
    batch_id text;
    tag text;
    said log_commitments;
BEGIN
    SELECT * INTO STRICT batch FROM mint_batches b WHERE b.batch_no = of_batch_no AND b.state IN ('minted', 'cancelled');
    IF hallmint_brand() <> batch.brand_id THEN
        RAISE insufficient_privilege USING MESSAGE = 'an entry of another brand';
    END IF;
    INSERT INTO log_commitments (batch_no, brand_id, product_id, quantity, root, mint_time, salt)
    VALUES (
        of_batch_no, batch.brand_id, batch.product_id, batch.cursor, range_root(batch.compact_range),
        coalesce(batch.ended_at, clock_timestamp()), random_secret()
    )
    ON CONFLICT (batch_no) DO NOTHING
    RETURNING * INTO said;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    batch_id := batch.batch_id::text;
    SELECT encode(hmac_sha256(b.monitor_key, convert_to(batch_id, 'UTF8')), 'hex') INTO STRICT tag
    FROM brands b WHERE b.brand_id = batch.brand_id;
    INSERT INTO log_queue (batch_no, entry) VALUES (of_batch_no, convert_to(concat_ws(
        E'\n', 'hallmint/batch/v1', batch_id, tag,
        encode(sha256(said.salt || convert_to(concat_ws(
            E'\n', said.product_id::text, said.quantity::text, encode(said.root, 'hex'),
            to_char(said.mint_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ''
        ), 'UTF8')), 'hex'), ''
    ), 'UTF8'));
END $$;

-- Guards against everybody, the owner too.
CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is only ever added to';
END $$;
CREATE FUNCTION refuse_shrinking_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    grows boolean := false;
BEGIN
    IF TG_TABLE_NAME = 'log_tiles' THEN
        grows := (NEW.level, NEW.number) = (OLD.level, OLD.number)
            AND length(NEW.hashes) > length(OLD.hashes) AND substr(NEW.hashes, 1, length(OLD.hashes)) = OLD.hashes;
    ELSIF TG_TABLE_NAME = 'log_tree' THEN
        grows := NEW.size > OLD.size;
    ELSIF TG_TABLE_NAME = 'log_commitments' THEN
        grows := OLD.entry_no IS NULL AND NEW.entry_no IS NOT NULL
            AND (NEW.batch_no, NEW.brand_id, NEW.product_id, NEW.quantity, NEW.root, NEW.mint_time, NEW.salt)
                = (OLD.batch_no, OLD.brand_id, OLD.product_id, OLD.quantity, OLD.root, OLD.mint_time, OLD.salt);
    END IF;
    IF NOT grows THEN
        RAISE EXCEPTION 'the log is only ever added to';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_early_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM log_tree t WHERE t.size > NEW.size OR (t.size, t.root) = (NEW.size, NEW.root)
    ) OR EXISTS (SELECT FROM log_checkpoints c WHERE c.size >= NEW.size) THEN
        RAISE EXCEPTION 'a checkpoint of % entries is of a tree that is not there, or older than the last one', NEW.size;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER log_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER log_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_checkpoints
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER batch_blocks_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON batch_blocks
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER log_tiles_stay BEFORE DELETE OR TRUNCATE ON log_tiles
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER log_tree_stays BEFORE DELETE OR TRUNCATE ON log_tree
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER log_commitments_stay BEFORE DELETE OR TRUNCATE ON log_commitments
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER log_tiles_grow BEFORE UPDATE ON log_tiles
FOR EACH ROW EXECUTE FUNCTION refuse_shrinking_of_log();
CREATE TRIGGER log_tree_grows BEFORE UPDATE ON log_tree
FOR EACH ROW EXECUTE FUNCTION refuse_shrinking_of_log();
CREATE TRIGGER log_commitments_numbered BEFORE UPDATE ON log_commitments
FOR EACH ROW EXECUTE FUNCTION refuse_shrinking_of_log();
CREATE TRIGGER log_checkpoints_late BEFORE INSERT ON log_checkpoints
FOR EACH ROW EXECUTE FUNCTION refuse_early_checkpoint();

REVOKE EXECUTE ON FUNCTION random_secret, hmac_sha256, range_root, append_batch_entry, refuse_change_of_log,
    refuse_shrinking_of_log, refuse_early_checkpoint FROM PUBLIC;
GRANT EXECUTE ON FUNCTION random_secret TO hallmint_api; -- the default of a new brand
GRANT EXECUTE ON FUNCTION append_batch_entry TO hallmint_api, hallmint_mint;

-- A brand's own rows; the log itself is public.
ALTER TABLE log_commitments ENABLE ROW LEVEL SECURITY;
CREATE POLICY brand ON log_commitments TO hallmint_api USING (brand_id = hallmint_brand());
CREATE POLICY every_brand ON log_commitments TO hallmint_mint USING (true);
ALTER TABLE batch_blocks ENABLE ROW LEVEL SECURITY;
CREATE POLICY brand ON batch_blocks TO hallmint_api USING (brand_id = hallmint_brand());
CREATE POLICY every_brand ON batch_blocks TO hallmint_mint USING (true);
GRANT SELECT ON log_commitments, batch_blocks, log_entries, log_tiles, log_tree, log_checkpoints TO hallmint_api;

GRANT SELECT, UPDATE (entry_no) ON log_commitments TO hallmint_mint;
GRANT SELECT, INSERT ON batch_blocks, log_entries, log_checkpoints TO hallmint_mint;
GRANT SELECT, INSERT, UPDATE (hashes) ON log_tiles TO hallmint_mint;
GRANT SELECT, UPDATE (size, root) ON log_tree TO hallmint_mint;
GRANT SELECT, DELETE ON log_queue, log_backfill TO hallmint_mint;

-- What the resolver serves: the log, and what the proof of a token discloses of its own batch.
CREATE VIEW resolver_log_tile_v1 AS SELECT level, number, hashes FROM log_tiles;
CREATE VIEW resolver_log_entry_v1 AS SELECT entry_no, entry FROM log_entries;
CREATE VIEW resolver_log_checkpoint_v1 AS SELECT size, root, note, published_at FROM log_checkpoints;
CREATE VIEW resolver_commitment_v1 AS
SELECT batch_no, product_id, quantity, root, mint_time, salt, entry_no FROM log_commitments WHERE entry_no IS NOT NULL;
CREATE VIEW resolver_block_v1 AS SELECT batch_no, first_block, hashes FROM batch_blocks;
GRANT SELECT ON resolver_log_tile_v1, resolver_log_entry_v1, resolver_log_checkpoint_v1, resolver_commitment_v1,
    resolver_block_v1 TO hallmint_resolver;
