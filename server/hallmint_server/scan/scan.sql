-- name: cells
-- Of days that are folded the aggregates, of others the scans: every day with scans has a row in scan_folds.
SELECT c.day, c.value, sum(c.scans)::bigint
FROM (
    SELECT d.day, d.product_id, d.scans,
        CASE %(dimension)s
            WHEN 'country' THEN d.country WHEN 'device' THEN d.device WHEN 'outcome' THEN d.outcome
            WHEN 'product' THEN d.product_id::text ELSE ''
        END AS value
    FROM brand_scan_days_v1 d JOIN scan_folds f USING (day)
    WHERE d.day BETWEEN %(first)s AND %(last)s AND f.folded_at IS NOT NULL
    UNION ALL
    SELECT f.day, s.product_id, 1,
        CASE %(dimension)s
            WHEN 'country' THEN coalesce(s.country, '') WHEN 'device' THEN s.device WHEN 'outcome' THEN s.outcome
            WHEN 'product' THEN s.product_id::text ELSE ''
        END
    FROM scan_folds f CROSS JOIN LATERAL (
        SELECT b.product_id, b.country, b.device, b.outcome FROM brand_scans_v1 b
        WHERE b.at >= f.day::timestamp AT TIME ZONE 'UTC' AND b.at < (f.day + 1)::timestamp AT TIME ZONE 'UTC'
    ) s
    WHERE f.day BETWEEN %(first)s AND %(last)s AND f.folded_at IS NULL
) c
WHERE %(product_id)s::uuid IS NULL OR c.product_id = %(product_id)s
GROUP BY c.day, c.value;

-- name: token_scans
SELECT at, product_id, outcome, country, subdivision, browser, browser_major, os, device, user_agent
FROM brand_scans_v1
WHERE batch_no = %(batch_no)s AND seq = %(seq)s AND (%(until)s::timestamptz IS NULL OR at <= %(until)s)
ORDER BY at DESC
OFFSET %(skip)s LIMIT %(limit)s;

-- name: traffic_counts
SELECT day, traffic, visits FROM brand_traffic_counts_v1
WHERE day BETWEEN %(first)s AND %(last)s
ORDER BY day, traffic;

-- name: today
SELECT (now() AT TIME ZONE 'UTC')::date;
