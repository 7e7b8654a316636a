-- name: last_load
-- Holds the writer's row, so that two processes that took its files over do not both write them.
INSERT INTO scan_writers (writer_id, last_load, written_at) VALUES (%(writer_id)s, 0, now())
ON CONFLICT (writer_id) DO UPDATE SET written_at = excluded.written_at
RETURNING last_load;

-- name: copy
COPY scans ({columns}) FROM STDIN;

-- name: count
INSERT INTO traffic_counts AS c (day, brand_id, traffic, visits)
SELECT w.day, w.brand_id, w.traffic, w.visits
FROM unnest(%(days)s::date[], %(brand_ids)s::uuid[], %(traffics)s::text[], %(visits)s::bigint[])
    AS w (day, brand_id, traffic, visits)
ORDER BY w.brand_id, w.day, w.traffic
ON CONFLICT (brand_id, day, traffic) DO UPDATE SET visits = c.visits + excluded.visits;

-- name: mark
-- Days with rows to fold. One that was folded becomes due again.
INSERT INTO scan_folds (day) SELECT d FROM unnest(%(days)s::date[]) AS d ORDER BY d
ON CONFLICT (day) DO UPDATE SET folded_at = NULL;

-- name: advance
UPDATE scan_writers SET last_load = %(number)s WHERE writer_id = %(writer_id)s;
