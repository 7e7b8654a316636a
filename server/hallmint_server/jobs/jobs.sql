-- name: candidates
-- Who comes next: the brand with the fewest running cycles first, then the job that has waited longest for one. The
-- caller's own job counts as running, so one worker alternates between brands. No lock is taken: claiming is the test.
WITH running AS (
    SELECT brand_id, count(*) AS cycles
    FROM jobs
    WHERE state = 'ready' AND lease_until > clock_timestamp()
    GROUP BY brand_id
)
SELECT j.job_id, j.lease_epoch, j.lease_until IS NOT NULL, j.worker, j.backend_pid, j.backend_start
FROM jobs j
LEFT JOIN running r USING (brand_id)
WHERE j.state = 'ready'
    AND j.kind = ANY(%(kinds)s::text[])
    AND j.not_before <= clock_timestamp()
    AND (j.lease_until IS NULL OR j.lease_until < clock_timestamp() OR j.worker = %(worker)s)
ORDER BY coalesce(r.cycles, 0), j.served_at, j.job_id
LIMIT 8;

-- name: as_login
-- Backends are those of the login that all workers share, so what tells about one and ends it asks for that login's rights.
SET LOCAL ROLE NONE;

-- name: terminate
-- True once the backend is gone. No row: it was gone already. Process id and start time together name one backend.
SELECT pg_terminate_backend(pid, 5000)
FROM pg_catalog.pg_stat_activity
WHERE pid = %(pid)s AND backend_start = %(start)s AND pid <> pg_backend_pid();

-- name: claim
-- A job whose row somebody has locked (a cancel, an operator's transaction) is passed over, or it would stop all others.
UPDATE jobs SET
    lease_epoch = lease_epoch + 1,
    lease_until = clock_timestamp() + make_interval(secs => %(lease_seconds)s),
    worker = %(worker)s,
    backend_pid = pg_backend_pid(),
    backend_start = %(backend_start)s,
    takeovers = takeovers + %(takeover)s,
    served_at = clock_timestamp()
WHERE job_id = (
    SELECT job_id FROM jobs
    WHERE job_id = %(job_id)s
        AND lease_epoch = %(epoch)s
        AND state = 'ready'
        AND (lease_until IS NULL OR lease_until < clock_timestamp() OR worker = %(worker)s)
    FOR UPDATE SKIP LOCKED
)
RETURNING kind, lease_epoch, attempts, takeovers;

-- name: backend_start
SELECT backend_start FROM pg_catalog.pg_stat_activity WHERE pid = pg_backend_pid();

-- name: hold
-- Locks the job for the rest of the transaction, and proves the lease: no row means that it was lost.
SELECT 1 FROM jobs
WHERE job_id = %(job_id)s AND lease_epoch = %(epoch)s AND state = 'ready'
FOR UPDATE;

-- name: renew
UPDATE jobs SET lease_until = clock_timestamp() + make_interval(secs => %(lease_seconds)s)
WHERE job_id = %(job_id)s AND lease_epoch = %(epoch)s AND state = 'ready';

-- name: finish
UPDATE jobs SET state = 'done', lease_until = NULL, attempts = 0, takeovers = 0, last_error = NULL
WHERE job_id = %(job_id)s AND lease_epoch = %(epoch)s AND state = 'ready';

-- name: release
UPDATE jobs SET lease_until = NULL
WHERE job_id = %(job_id)s AND lease_epoch = %(epoch)s AND state = 'ready';

-- name: attempts
SELECT attempts FROM jobs
WHERE job_id = %(job_id)s AND lease_epoch = %(epoch)s AND state = 'ready';

-- name: postpone
UPDATE jobs SET
    lease_until = NULL,
    attempts = %(attempts)s,
    last_error = %(error)s,
    not_before = clock_timestamp() + make_interval(secs => %(delay)s)
WHERE job_id = %(job_id)s AND lease_epoch = %(epoch)s AND state = 'ready';

-- name: fail
UPDATE jobs SET state = 'failed', lease_until = NULL, last_error = %(error)s
WHERE job_id = %(job_id)s AND lease_epoch = %(epoch)s AND state = 'ready';

-- name: purge_requests
-- A request_id is remembered for 30 days (product.md, "Limits").
DELETE FROM requests WHERE created_at < now() - interval '30 days';

-- name: notify_batch
SELECT pg_notify('hallmint_batch', %(payload)s);
