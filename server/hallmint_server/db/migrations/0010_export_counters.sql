-- What was exported, counted with the change: in the batch and its brand's totals when an export ends.
-- Constants as defaults: no table is rewritten.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

ALTER TABLE exports
    -- Units of finished packs that are in the counters.
    ADD COLUMN folded integer NOT NULL DEFAULT 0,
    -- What to know before printing.
    ADD COLUMN notes text[] NOT NULL DEFAULT '{}';
ALTER TABLE mint_batches
    ADD COLUMN exported_units bigint NOT NULL DEFAULT 0,
    ADD COLUMN exports_completed integer NOT NULL DEFAULT 0,
    ADD COLUMN last_exported_at timestamptz;
ALTER TABLE brand_totals
    ADD COLUMN exported_units bigint NOT NULL DEFAULT 0,
    ADD COLUMN exports_completed bigint NOT NULL DEFAULT 0;
GRANT UPDATE (folded) ON exports TO hallmint_api, hallmint_mint;
-- Whoever resumes an export holds it from then on.
GRANT UPDATE (holder) ON exports TO hallmint_api;
GRANT UPDATE (exported_units, exports_completed) ON brand_totals TO hallmint_api;

-- Exports that ended before there were counters.
UPDATE exports SET folded = least(cursor * pack_units, units) WHERE state IN ('completed', 'failed', 'cancelled');
WITH batch AS (
    SELECT e.batch_no, sum(e.folded) AS units, count(*) FILTER (WHERE e.state = 'completed') AS exports,
        max((SELECT max(p.created_at) FROM packs p WHERE p.export_id = e.export_id)) AS at
    FROM exports e
    WHERE e.state IN ('completed', 'failed', 'cancelled')
    GROUP BY e.batch_no
)
UPDATE mint_batches b SET exported_units = units, exports_completed = exports, last_exported_at = at
FROM batch WHERE b.batch_no = batch.batch_no;
WITH brand AS (
    SELECT brand_id, sum(exported_units) AS units, sum(exports_completed) AS exports FROM mint_batches GROUP BY brand_id
)
UPDATE brand_totals t SET exported_units = units, exports_completed = exports
FROM brand WHERE t.brand_id = brand.brand_id;
