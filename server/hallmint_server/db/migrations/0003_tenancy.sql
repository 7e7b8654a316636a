-- Members and credentials, the hash chain of events, and the second wall between brands: roles and row-level security.
-- `hallmint.brand_id` and `hallmint.person_id` are set in each transaction of the api role. The nil UUID stands for the
-- operator of the installation.
-- None of these tables grows with tokens, so they are rewritten under their locks in moments, with programs stopped.
-- squawk-ignore-file ban-drop-constraint, ban-drop-default, changing-column-type, adding-not-nullable-field, constraint-missing-not-valid, disallowed-unique-constraint, require-concurrent-index-deletion

SET lock_timeout = '10s';
SET statement_timeout = '600s';

-- Roles are of the whole server, so another database may have made them. Programs take them on with `SET ROLE`, or log in as
-- a member of one.
DO $$
DECLARE
    role_name text;
    has_it text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['hallmint_api', 'hallmint_mint'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- a migration of another database made it at this moment
            END;
        END IF;
        IF NOT pg_has_role(current_user, role_name, has_it) THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
        END IF;
    END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE insufficient_privilege USING MESSAGE = format(
        'this role may not make roles; let an administrator run: CREATE ROLE hallmint_api NOLOGIN; '
        'CREATE ROLE hallmint_mint NOLOGIN; GRANT hallmint_api, hallmint_mint TO %I', current_user);
END $$;

CREATE FUNCTION hallmint_brand() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('hallmint.brand_id', true), '')::uuid;
CREATE FUNCTION hallmint_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('hallmint.person_id', true), '')::uuid;

-- A person's place in a brand. person_id is not told to the brand: it would show who is a member elsewhere.
CREATE TABLE memberships (
    member_id uuid PRIMARY KEY,
    brand_id uuid NOT NULL REFERENCES brands,
    person_id uuid, -- NULL until the invitation is accepted
    email text NOT NULL,
    role text NOT NULL CHECK (role IN ('viewer', 'editor', 'approver', 'admin', 'owner')),
    created_at timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz
);
CREATE UNIQUE INDEX memberships_email ON memberships (brand_id, lower(email)) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX memberships_person ON memberships (person_id, brand_id) WHERE removed_at IS NULL;

-- Keyed hashes of secrets, never the secrets. brand_id: of a machine or an invitation; nil: the operator's; NULL: a person's.
CREATE TABLE credentials (
    credential_id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('operator', 'machine', 'personal', 'session', 'invitation')),
    brand_id uuid,
    person_id uuid,
    member_id uuid REFERENCES memberships, -- of an invitation
    parent text REFERENCES credentials, -- of a session: the personal credential that it was made with
    name text NOT NULL,
    scopes text[] NOT NULL DEFAULT '{}',
    secret_hash bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    replaced_by text REFERENCES credentials,
    last_used_day date,
    used_at timestamptz,
    CHECK ((kind IN ('personal', 'session')) = (person_id IS NOT NULL)),
    CHECK ((person_id IS NULL) = (brand_id IS NOT NULL))
);
CREATE INDEX credentials_brand ON credentials (brand_id, kind, credential_id);
CREATE INDEX credentials_person ON credentials (person_id, kind, credential_id);
CREATE INDEX credentials_parent ON credentials (parent) WHERE parent IS NOT NULL;

-- Tells the key that secrets are hashed with from another one; never the key.
CREATE TABLE credential_keys (
    check_value bytea PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Before a call is authenticated its brand is not known, so these two see every brand, one credential at a time.
CREATE FUNCTION find_credential(id text) RETURNS TABLE (
    kind text, brand_id uuid, person_id uuid, member_id uuid, parent text, name text, scopes text[], secret_hash bytea,
    created_at timestamptz, expires_at timestamptz, revoked_at timestamptz, replaced_by text, last_used_day date,
    used_at timestamptz, parent_ended boolean, age_days integer, seconds_left double precision,
    idle_seconds double precision, brand_slug text, places json
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.kind, c.brand_id, c.person_id, c.member_id, c.parent, c.name, c.scopes, c.secret_hash, c.created_at,
        c.expires_at, c.revoked_at, c.replaced_by, c.last_used_day, c.used_at,
        coalesce(p.revoked_at IS NOT NULL OR p.expires_at <= clock_timestamp(), false),
        (now() AT TIME ZONE 'UTC')::date - coalesce(c.last_used_day, '2000-01-01'),
        extract(epoch FROM c.expires_at - clock_timestamp())::double precision,
        extract(epoch FROM clock_timestamp() - coalesce(c.used_at, c.created_at))::double precision,
        b.slug,
        (
            SELECT json_agg(json_build_array(m.member_id, m.brand_id, o.slug, m.role) ORDER BY o.slug)
            FROM memberships m JOIN brands o USING (brand_id)
            WHERE m.person_id = c.person_id AND m.removed_at IS NULL
        )
    FROM credentials c
    LEFT JOIN credentials p ON p.credential_id = c.parent
    LEFT JOIN brands b ON b.brand_id = c.brand_id
    WHERE c.credential_id = id
$$;
CREATE FUNCTION touch_credential(id text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE credentials SET used_at = clock_timestamp(), last_used_day = (now() AT TIME ZONE 'UTC')::date
    WHERE credential_id = id
$$;

-- The product that has a GTIN, whatever its brand: for an operator who gives it to another one.
CREATE FUNCTION gtin_holder(wanted text) RETURNS TABLE (brand_id uuid, product_id uuid, is_minted boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.brand_id, p.product_id, EXISTS (SELECT FROM minted_identifiers WHERE kind = 'gtin' AND value = wanted)
    FROM products p
    WHERE p.gtin = wanted AND hallmint_brand() = '00000000-0000-0000-0000-000000000000'
$$;
-- Of some GTINs those that products of other brands have, or had when codes were minted: all that a brand may learn.
CREATE FUNCTION unavailable_gtins(wanted text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.gtin FROM products p WHERE p.gtin = ANY (wanted) AND p.brand_id <> hallmint_brand()
    UNION
    SELECT m.value FROM minted_identifiers m
    WHERE m.kind = 'gtin' AND m.value = ANY (wanted) AND m.brand_id <> hallmint_brand()
$$;

-- Events, chained. The installation's own chain has the nil UUID, which is no brand.
CREATE TABLE audit_heads (
    brand_id uuid PRIMARY KEY,
    number bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32)
);
ALTER TABLE events DROP CONSTRAINT events_brand_id_fkey;
ALTER TABLE events ALTER COLUMN detail DROP DEFAULT;
ALTER TABLE events ALTER COLUMN detail TYPE text USING detail::text;
ALTER TABLE events
    ADD COLUMN request_id text NOT NULL DEFAULT '',
    ADD COLUMN number bigint,
    ADD COLUMN hash bytea;

-- What is hashed of an event; event.proto says it to those who verify.
CREATE FUNCTION event_hash(
    previous bytea, brand uuid, number bigint, at timestamptz, entity_type text, entity_id text, action text, actor text,
    request_id text, detail text
) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(convert_to(concat_ws(
    E'\n', 'hallmint/event/v1', encode(previous, 'hex'), brand::text, number::text,
    ((extract(epoch FROM at) * 1000000)::bigint)::text, entity_type, entity_id, action, actor, request_id, detail, ''
), 'UTF8'));

DO $$
DECLARE
    e record;
    head audit_heads;
BEGIN
    FOR e IN SELECT * FROM events ORDER BY event_id LOOP
        SELECT * INTO head FROM audit_heads WHERE brand_id = e.brand_id;
        head.number := coalesce(head.number, 0) + 1;
        head.hash := event_hash(
            coalesce(head.hash, decode(repeat('00', 32), 'hex')), e.brand_id, head.number, e.at, e.entity_type, e.entity_id,
            e.action, e.actor, '', e.detail
        );
        UPDATE events SET number = head.number, hash = head.hash WHERE event_id = e.event_id;
        INSERT INTO audit_heads VALUES (e.brand_id, head.number, head.hash)
        ON CONFLICT (brand_id) DO UPDATE SET number = head.number, hash = head.hash;
    END LOOP;
END $$;
ALTER TABLE events
    ALTER COLUMN number SET NOT NULL,
    ALTER COLUMN hash SET NOT NULL,
    ADD CONSTRAINT events_number_key UNIQUE (brand_id, number),
    -- What is hashed is told apart by line feeds.
    ADD CONSTRAINT events_one_line CHECK (
        strpos(concat(entity_type, entity_id, action, actor, request_id, detail), E'\n') = 0
    );
DROP INDEX events_brand;

-- Writes the next event of a chain. Two writers of one chain queue for its head until they commit, so it is called last in
-- a transaction, after every other lock.
CREATE FUNCTION append_event(
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
    at := clock_timestamp();
    head.number := head.number + 1;
    head.hash := event_hash(
        head.hash, brand, head.number, at, entity_type, entity_id, action, actor, request_id, detail
    );
    INSERT INTO events (brand_id, number, at, entity_type, entity_id, action, actor, request_id, detail, hash)
    VALUES (brand, head.number, at, entity_type, entity_id, action, actor, request_id, detail, head.hash);
    UPDATE audit_heads h SET number = head.number, hash = head.hash WHERE h.brand_id = brand;
END $$;

CREATE FUNCTION refuse_change_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are only ever added';
END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_event();
