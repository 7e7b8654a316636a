-- name: depth
-- Jobs that have ended are not counted: there is one for every mint ever, and no index for them.
SELECT kind,
    CASE
        WHEN lease_until > clock_timestamp() THEN 'running'
        WHEN not_before > clock_timestamp() THEN 'postponed'
        ELSE 'waiting'
    END,
    count(*)
FROM jobs
WHERE state = 'ready'
GROUP BY 1, 2;
