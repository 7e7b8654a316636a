-- name: extend_partitions
SELECT extend_partitions(%(days_ahead)s);

-- name: due_folds
SELECT day FROM scan_folds WHERE folded_at IS NULL ORDER BY day;

-- name: fold_scans
SELECT fold_scans(%(day)s, %(keep_days)s);

-- name: purge_scans
SELECT purge_scans(%(keep_days)s);
