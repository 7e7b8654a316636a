-- name: begun
SELECT batch_no, batch_id
FROM mint_batches
WHERE key_version = %(key_version)s AND cursor > 0
ORDER BY batch_no;

-- name: skip_numbers
-- By taking them, and never by setting the sequence: another worker that skips fewer, or a submit between, cannot bring it back.
SELECT count(nextval('batch_numbers'))
FROM batch_numbers s, generate_series(s.last_value + s.is_called::integer, least(%(newest)s, s.last_value + %(most)s));
