-- name: due_days
-- Days without a digest, from the first event on, in order; each has ended an hour ago, in UTC.
SELECT d::date
FROM generate_series(
    coalesce((SELECT max(day) + 1 FROM closed_days), (SELECT min(at)::date FROM unit_events)),
    (now() - interval '1 hour')::date - 1, interval '1 day'
) AS d
ORDER BY 1;

-- name: await_unit_events
SELECT await_unit_events();

-- name: lines
-- What is hashed of each event, as event.proto says.
SELECT e.brand_id, format(
    E'%%s %%s/%%s %%s\n', (extract(epoch FROM e.at) * 1000000)::bigint, b.batch_id, e.seq, e.action
)
FROM unit_events e JOIN mint_batches b USING (batch_no)
WHERE e.at >= %(start)s AND e.at < %(end)s
ORDER BY e.brand_id, e.at, e.batch_no, e.seq, e.action;

-- name: close_day
INSERT INTO closed_days (day) VALUES (%(day)s) ON CONFLICT DO NOTHING RETURNING day;
