-- Scans as the resolver hands them on, already reduced; counters of visits; what is kept when scans are purged.
-- Nothing here refers to another table, so that a database of its own can hold it, migrated by the same files.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

ALTER TABLE brands ADD COLUMN keep_user_agents boolean NOT NULL DEFAULT false;
GRANT UPDATE (keep_user_agents) ON brands TO hallmint_api;
CREATE OR REPLACE VIEW resolver_brand_v1 AS
SELECT brand_id, slug, name, suspended_at IS NOT NULL AS suspended, default_market, theme, logo, logo_media_type,
    resolver_base_url, keep_user_agents
FROM brands;

-- One row a visit of a person who does not object. No row-level security, because it refuses COPY FROM, as with tokens.
CREATE TABLE scans (
    at timestamptz NOT NULL,
    brand_id uuid NOT NULL,
    product_id uuid NOT NULL,
    batch_no integer,
    seq integer,
    prefix cidr CHECK (masklen(prefix) = CASE family(prefix) WHEN 4 THEN 24 ELSE 40 END),
    country text CHECK (country ~ '^[A-Z]{2}$'), -- ISO 3166-1 alpha-2
    subdivision text CHECK (length(subdivision) <= 64),
    browser text NOT NULL,
    browser_major integer NOT NULL,
    os text NOT NULL,
    device text NOT NULL,
    traffic text NOT NULL,
    outcome text NOT NULL,
    user_agent text CHECK (length(user_agent) <= 512),
    CHECK ((batch_no IS NULL) = (seq IS NULL))
) PARTITION BY RANGE (at);
CREATE TABLE scans_rest PARTITION OF scans DEFAULT;
CREATE INDEX scans_brand ON scans (brand_id, at);
CREATE INDEX scans_token ON scans (batch_no, seq, at) WHERE batch_no IS NOT NULL;
CREATE INDEX scans_user_agent ON scans (at) WHERE user_agent IS NOT NULL;

-- All that is kept of machines and of people who asked not to be recorded; people who are recorded count too.
CREATE TABLE traffic_counts (
    day date NOT NULL,
    brand_id uuid NOT NULL,
    traffic text NOT NULL,
    visits bigint NOT NULL,
    PRIMARY KEY (brand_id, day, traffic)
) WITH (fillfactor = 70);

-- Days folded into scan_days. NULL: rows came since, or the day has not ended; then scans themselves are what counts.
CREATE TABLE scan_folds (
    day date PRIMARY KEY,
    folded_at timestamptz
);
-- Scans of a closed day by what screens show; it stays when the scans are purged. Country '' is an unknown one.
CREATE TABLE scan_days (
    day date NOT NULL,
    brand_id uuid NOT NULL,
    product_id uuid NOT NULL,
    country text NOT NULL,
    device text NOT NULL,
    outcome text NOT NULL,
    scans bigint NOT NULL,
    PRIMARY KEY (brand_id, day, product_id, country, device, outcome)
);
CREATE INDEX scan_days_day ON scan_days (day);

-- How far each process of the resolver has come: the number of its last load stands here from the commit of that load on, so
-- one that is sent again, because its commit was uncertain or its spool file was still there, is told from a new one.
CREATE TABLE scan_writers (
    writer_id uuid PRIMARY KEY,
    last_load bigint NOT NULL,
    written_at timestamptz NOT NULL
) WITH (fillfactor = 50);

GRANT INSERT ON scans TO hallmint_resolver;
GRANT SELECT, INSERT, UPDATE (visits) ON traffic_counts TO hallmint_resolver;
GRANT SELECT, INSERT, UPDATE (folded_at) ON scan_folds TO hallmint_resolver;
GRANT SELECT, INSERT, UPDATE (last_load, written_at) ON scan_writers TO hallmint_resolver;

-- Prefix and writer are nobody's business but the operator's.
CREATE VIEW brand_scans_v1 WITH (security_barrier) AS
SELECT at, brand_id, product_id, batch_no, seq, country, subdivision, browser, browser_major, os, device, outcome, user_agent
FROM scans WHERE brand_id = hallmint_brand();
CREATE VIEW brand_traffic_counts_v1 WITH (security_barrier) AS
SELECT day, brand_id, traffic, visits FROM traffic_counts WHERE brand_id = hallmint_brand();
CREATE VIEW brand_scan_days_v1 WITH (security_barrier) AS
SELECT day, brand_id, product_id, country, device, outcome, scans FROM scan_days WHERE brand_id = hallmint_brand();
GRANT SELECT ON brand_scans_v1, brand_traffic_counts_v1, brand_scan_days_v1, scan_folds TO hallmint_api;

-- Makes the partitions of scans and unit_events from yesterday to days_ahead, in UTC, and those of days whose rows went to
-- the default partition meanwhile; those rows move. Returns how many it made. Safe to run twice and by two at once.
CREATE FUNCTION extend_partitions(days_ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    parent text;
    wanted date;
    part text;
    made integer := 0;
BEGIN
    IF days_ahead NOT BETWEEN 0 AND 60 THEN
        RAISE invalid_parameter_value USING MESSAGE = 'days_ahead must be 0 to 60';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('hallmint partitions'));
    FOREACH parent IN ARRAY ARRAY['scans', 'unit_events'] LOOP
        FOR wanted IN EXECUTE format(
            'SELECT d::date FROM generate_series(current_date - 1, current_date + $1, interval ''1 day'') d
             UNION SELECT DISTINCT at::date FROM public.%I WHERE at < current_date + $1 + 1 ORDER BY 1', parent || '_rest'
        ) USING days_ahead LOOP
            part := format('%s_%s', parent, to_char(wanted, 'YYYYMMDD'));
            CONTINUE WHEN to_regclass(format('public.%I', part)) IS NOT NULL;
            -- Writers wait: a row for this day must not reach the default partition between the move and ATTACH.
            EXECUTE format('LOCK TABLE ONLY public.%I IN SHARE UPDATE EXCLUSIVE MODE', parent);
            EXECUTE format('LOCK TABLE public.%I IN ACCESS EXCLUSIVE MODE', parent || '_rest');
            EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', part, parent);
            EXECUTE format(
                'WITH moved AS (DELETE FROM public.%I WHERE at >= $1 AND at < $1 + 1 RETURNING *)
                 INSERT INTO public.%I SELECT * FROM moved', parent || '_rest', part
            ) USING wanted;
            EXECUTE format(
                'ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                parent, part, wanted::timestamptz, (wanted + 1)::timestamptz
            );
            made := made + 1;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;

-- Drops what is older than keep_days whole days, and texts of user agents after 30 days or keep_days. Returns how many
-- partitions it dropped. Aggregates and counters stay.
CREATE FUNCTION purge_scans(keep_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    first_kept date := current_date - keep_days;
    part text;
    dropped integer := 0;
BEGIN
    IF keep_days IS NULL OR keep_days NOT BETWEEN 1 AND 760 THEN -- 25 months
        RAISE invalid_parameter_value USING MESSAGE = 'keep_days must be 1 to 760';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('hallmint partitions'));
    FOR part IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'public.scans'::regclass AND c.relname ~ '^scans_[0-9]{8}$'
            AND to_date(right(c.relname, 8), 'YYYYMMDD') < first_kept
        ORDER BY 1
    LOOP
        EXECUTE format('DROP TABLE public.%I', part);
        dropped := dropped + 1;
    END LOOP;
    DELETE FROM scans_rest WHERE at < first_kept;
    UPDATE scans SET user_agent = NULL WHERE user_agent IS NOT NULL AND at < now() - interval '30 days';
    DELETE FROM scan_writers WHERE written_at < first_kept;
    -- Of these days scan_days is all there is, also where the spool of a resolver brought rows later still.
    UPDATE scan_folds SET folded_at = now() WHERE day < first_kept AND folded_at IS NULL;
    RETURN dropped;
END $$;

-- Counts the scans of a day into scan_days, in place of what it counted before. Returns the rows made; none, and nothing
-- changed, where the day is folded already, has not ended an hour ago, or lies before what purge_scans keeps.
CREATE FUNCTION fold_scans(of_day date, keep_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    made integer;
BEGIN
    -- Holds up a writer that has rows of this day; what it brings makes the day due again.
    PERFORM FROM scan_folds f
    WHERE f.day = of_day AND f.folded_at IS NULL AND of_day < (now() - interval '1 hour')::date
        AND of_day >= current_date - keep_days
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    DELETE FROM scan_days d WHERE d.day = of_day;
    INSERT INTO scan_days (day, brand_id, product_id, country, device, outcome, scans)
    SELECT of_day, s.brand_id, s.product_id, coalesce(s.country, ''), s.device, s.outcome, count(*)
    FROM scans s WHERE s.at >= of_day AND s.at < of_day + 1
    GROUP BY 2, 3, 4, 5, 6;
    GET DIAGNOSTICS made = ROW_COUNT;
    UPDATE scan_folds SET folded_at = clock_timestamp() WHERE day = of_day;
    RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION extend_partitions, purge_scans, fold_scans FROM PUBLIC;
GRANT EXECUTE ON FUNCTION extend_partitions, purge_scans, fold_scans TO hallmint_mint;
GRANT SELECT ON scan_folds TO hallmint_mint;

SELECT extend_partitions(7);
