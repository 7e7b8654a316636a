-- Heads of audit chains in the log (docs/design/identity.md, "The log"): one entry for each chain and month, and the checkpoint
-- that the manifest of an export carries. As with batches, what an entry says is made here, of the chain's own rows.
-- None of the tables changed here grows with tokens.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, disallowed-unique-constraint

SET lock_timeout = '10s';
SET statement_timeout = '60s';

-- The installation's chain has the nil UUID and no row in brands: what its entries are found by lies here.
CREATE TABLE log_installation (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    monitor_key bytea NOT NULL DEFAULT random_secret() CHECK (length(monitor_key) = 32)
);
INSERT INTO log_installation DEFAULT VALUES;

-- The head of a chain when a month of UTC ended: number and hash of the last event that is dated before its end.
CREATE TABLE audit_anchors (
    anchor_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand_id uuid NOT NULL,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    number bigint NOT NULL CHECK (number > 0),
    head bytea NOT NULL CHECK (length(head) = 32),
    tag bytea NOT NULL CHECK (length(tag) = 32),
    -- NULL: in the queue.
    entry_no bigint CONSTRAINT audit_anchors_entry_key UNIQUE,
    CONSTRAINT audit_anchors_month_key UNIQUE (brand_id, month)
) WITH (fillfactor = 80);
ALTER TABLE log_queue ADD COLUMN anchor_no bigint CONSTRAINT log_queue_anchor_key UNIQUE; -- NULL: of no audit chain

-- The checkpoint in the manifest of a completed export. NULL: it has none; older than this, or of a log without one.
ALTER TABLE exports ADD COLUMN log_size bigint REFERENCES log_checkpoints;

-- When a month of UTC is over.
CREATE FUNCTION month_end(month date) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (month + interval '1 month') AT TIME ZONE 'UTC';

-- The first month of a chain that is not anchored: months follow each other from that of the first event, without a hole. NULL
-- without events.
CREATE FUNCTION next_audit_month(brand uuid) RETURNS date LANGUAGE sql STABLE
RETURN coalesce(
    ((SELECT max(a.month) FROM audit_anchors a WHERE a.brand_id = brand) + interval '1 month')::date,
    (SELECT date_trunc('month', e.at AT TIME ZONE 'UTC')::date FROM events e WHERE (e.brand_id, e.number) = (brand, 1))
);

-- Up to `most` chains with a month that is over and not anchored, those furthest behind first.
CREATE FUNCTION due_audit_chains(most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT h.brand_id FROM audit_heads h, LATERAL (SELECT next_audit_month(h.brand_id) AS month) n
    WHERE month_end(n.month) <= clock_timestamp()
    ORDER BY n.month, h.brand_id LIMIT most
$$;

-- Anchors the next month of a chain: its row, its entry in the queue, and an event of the chain with the last checkpoint of the
-- log, so that each holds on to the other. Returns the month; NULL where none is over, or somebody else writes to the chain at
-- this moment. Two at once: the second waits for nobody and does nothing.
CREATE FUNCTION anchor_audit_chain(brand uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    due date;
    told text;
    last events;
    own_tag bytea;
    anchor bigint;
    checkpoint text;
BEGIN
    -- Whoever writes an event has the head until it commits, and takes the clock once it has it. So an event that was dated
    -- before the month's end is either seen below, or the head is locked now, and nothing is anchored.
    PERFORM FROM audit_heads h WHERE h.brand_id = brand FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    due := next_audit_month(brand);
    IF due IS NULL OR month_end(due) > clock_timestamp() THEN
        RETURN NULL;
    END IF;
    SELECT * INTO last FROM events e WHERE e.brand_id = brand AND e.at < month_end(due) ORDER BY e.number DESC LIMIT 1;
    told := to_char(due, 'YYYY-MM');
    SELECT hmac_sha256(k.monitor_key, convert_to('audit/' || told, 'UTF8')) INTO own_tag
    FROM (
        SELECT b.monitor_key FROM brands b WHERE b.brand_id = brand
        UNION ALL
        SELECT i.monitor_key FROM log_installation i WHERE brand = '00000000-0000-0000-0000-000000000000'
    ) AS k;
    IF last.number IS NULL OR own_tag IS NULL THEN
        RETURN NULL; -- events were taken away, or the chain is nobody's: fsck says it, and the log goes on
    END IF;
    INSERT INTO audit_anchors (brand_id, month, number, head, tag) VALUES (brand, due, last.number, last.hash, own_tag)
    RETURNING anchor_no INTO anchor;
    INSERT INTO log_queue (anchor_no, entry) VALUES (anchor, convert_to(concat_ws(
        E'\n', 'hallmint/audit/v1', encode(own_tag, 'hex'), encode(last.hash, 'hex'), ''
    ), 'UTF8'));
    SELECT format('{"root":"%s","size":%s}', encode(c.root, 'hex'), c.size) INTO checkpoint
    FROM log_checkpoints c ORDER BY c.size DESC LIMIT 1;
    PERFORM append_event(brand, 'AUDIT', told, 'ANCHORED', 'worker', '', format(
        '{"checkpoint":%s,"head":"%s","number":%s}', coalesce(checkpoint, 'null'), encode(last.hash, 'hex'), last.number
    ));
    RETURN told;
END $$;

-- As before, but a month that is anchored takes no more events: where the clock was moved back they get its end as their time.
CREATE OR REPLACE FUNCTION append_event(
    brand uuid, entity_type text, entity_id text, action text, actor text, request_id text, detail text
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head audit_heads;
    at timestamptz;
BEGIN
    IF hallmint_brand() <> brand THEN
        RAISE insufficient_privilege USING MESSAGE = 'an event of another brand';
    END IF;
    INSERT INTO audit_heads VALUES (brand, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT (brand_id) DO NOTHING;
    SELECT * INTO STRICT head FROM audit_heads h WHERE h.brand_id = brand FOR UPDATE;
    SELECT greatest(clock_timestamp(), month_end(max(a.month))) INTO STRICT at
    FROM audit_anchors a WHERE a.brand_id = brand;
    head.number := head.number + 1;
    head.hash := event_hash(
        head.hash, brand, head.number, at, entity_type, entity_id, action, actor, request_id, detail
    );
    INSERT INTO events (brand_id, number, at, entity_type, entity_id, action, actor, request_id, detail, hash)
    VALUES (brand, head.number, at, entity_type, entity_id, action, actor, request_id, detail, head.hash);
    UPDATE audit_heads h SET number = head.number, hash = head.hash WHERE h.brand_id = brand;
END $$;

-- Guards against everybody, the owner too.
CREATE FUNCTION refuse_change_of_anchor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.entry_no IS NOT NULL OR NEW.entry_no IS NULL OR (
        NEW.anchor_no, NEW.brand_id, NEW.month, NEW.number, NEW.head, NEW.tag
    ) <> (OLD.anchor_no, OLD.brand_id, OLD.month, OLD.number, OLD.head, OLD.tag) THEN
        RAISE EXCEPTION 'the log is only ever added to';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_anchors_stay BEFORE DELETE OR TRUNCATE ON audit_anchors
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER audit_anchors_numbered BEFORE UPDATE ON audit_anchors
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_anchor();
CREATE TRIGGER log_installation_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON log_installation
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();

REVOKE EXECUTE ON FUNCTION month_end, next_audit_month, due_audit_chains, anchor_audit_chain, refuse_change_of_anchor
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_audit_chains, anchor_audit_chain TO hallmint_mint;

ALTER TABLE log_installation ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_anchors ENABLE ROW LEVEL SECURITY;
CREATE POLICY brand ON audit_anchors TO hallmint_api USING (brand_id = hallmint_brand());
CREATE POLICY every_brand ON audit_anchors TO hallmint_mint USING (true);
GRANT SELECT ON audit_anchors TO hallmint_api;
GRANT SELECT (anchor_no), UPDATE (entry_no) ON audit_anchors TO hallmint_mint;
GRANT UPDATE (log_size) ON exports TO hallmint_mint;
