-- Events of units in the audit trail: a brand's own, in order, and which days a digest in its chain has closed.
-- The view that is dropped was there for lists to come; no program read it.
-- squawk-ignore-file ban-drop-view

SET lock_timeout = '10s';
SET statement_timeout = '60s';

-- Days whose digests are in the chains, each with the transaction that wrote them, one day after the other.
CREATE TABLE closed_days (
    day date PRIMARY KEY,
    closed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT, INSERT ON closed_days TO hallmint_mint;
GRANT SELECT ON unit_events TO hallmint_mint;

-- Returns when every transaction that could still write an event of a day that has ended is over: such a one has held a lock
-- on the table since before it read the clock. Who activates meanwhile waits no longer than this does, a second at most.
CREATE FUNCTION await_unit_events() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '1s' AS $$
BEGIN
    LOCK TABLE ONLY public.unit_events IN SHARE MODE;
END $$;

-- Up to `most` events of units of the acting brand, behind a place and between two times (the second excluded), all of the
-- brand or of one unit. Days are read in growing spans, so that a page costs what it shows and not what there is: planning
-- over all partitions, and sorting all events of a brand, would cost more from year to year. A function and not a view,
-- because an order does not reach through a security barrier.
CREATE FUNCTION brand_unit_events(
    oldest_first boolean, most integer, since timestamptz, until timestamptz, of_batch_no integer, of_seq integer,
    past_at timestamptz, past_batch_no integer, past_seq integer, past_action text
) RETURNS TABLE (at timestamptz, batch_no integer, batch_id uuid, seq integer, action text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET timezone = 'UTC' SET plan_cache_mode = 'force_custom_plan' AS $$
DECLARE
    brand CONSTANT uuid := hallmint_brand();
    low timestamptz;
    high timestamptz;
    edge timestamptz;
    span interval := '1 day';
    found_now integer;
BEGIN
    -- A day more on both sides, for clocks that were set. Without such a brand both are NULL, and nothing is read.
    SELECT greatest(b.created_at - interval '1 day', since, CASE WHEN oldest_first THEN past_at END),
        least(now() + interval '1 day', until, CASE WHEN NOT oldest_first THEN past_at + interval '1 microsecond' END)
    INTO low, high
    FROM brands b WHERE b.brand_id = brand;
    WHILE most > 0 AND low < high LOOP
        IF oldest_first THEN
            edge := least(low + span, high);
            RETURN QUERY SELECT e.at, e.batch_no, b.batch_id, e.seq, e.action FROM (
                SELECT u.at, u.batch_no, u.seq, u.action FROM unit_events u
                WHERE u.brand_id = brand AND u.at >= low AND u.at < edge
                    AND (past_at IS NULL OR (u.at, u.batch_no, u.seq, u.action) > (past_at, past_batch_no, past_seq, past_action))
                    AND (of_batch_no IS NULL OR (u.batch_no, u.seq) = (of_batch_no, of_seq))
                ORDER BY u.at, u.batch_no, u.seq, u.action
                LIMIT most
            ) e JOIN mint_batches b USING (batch_no) ORDER BY e.at, e.batch_no, e.seq, e.action;
            GET DIAGNOSTICS found_now = ROW_COUNT;
            low := edge;
        ELSE
            edge := greatest(high - span, low);
            RETURN QUERY SELECT e.at, e.batch_no, b.batch_id, e.seq, e.action FROM (
                SELECT u.at, u.batch_no, u.seq, u.action FROM unit_events u
                WHERE u.brand_id = brand AND u.at >= edge AND u.at < high
                    AND (past_at IS NULL OR (u.at, u.batch_no, u.seq, u.action) < (past_at, past_batch_no, past_seq, past_action))
                    AND (of_batch_no IS NULL OR (u.batch_no, u.seq) = (of_batch_no, of_seq))
                ORDER BY u.at DESC, u.batch_no DESC, u.seq DESC, u.action DESC
                LIMIT most
            ) e JOIN mint_batches b USING (batch_no) ORDER BY e.at DESC, e.batch_no DESC, e.seq DESC, e.action DESC;
            GET DIAGNOSTICS found_now = ROW_COUNT;
            high := edge;
        END IF;
        most := most - found_now;
        span := span * 2;
    END LOOP;
END $$;
DROP VIEW brand_unit_events_v1;
REVOKE EXECUTE ON FUNCTION await_unit_events, brand_unit_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION await_unit_events TO hallmint_mint;
GRANT EXECUTE ON FUNCTION brand_unit_events TO hallmint_api;
