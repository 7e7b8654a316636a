-- name: is_missing
SELECT 1
WHERE
    NOT EXISTS (SELECT FROM mint_batches WHERE batch_no = %(batch_no)s AND batch_id = %(batch_id)s)
    AND NOT EXISTS (
        SELECT FROM lost_batches
        WHERE key_version = %(key_version)s AND batch_no = %(batch_no)s AND batch_id = %(batch_id)s
    );

-- name: skip_numbers
-- Should others take numbers past this one between the reading and the setting, theirs come once more, and are refused where
-- they are inserted: no number is ever of two batches.
SELECT setval('batch_numbers', %(batch_no)s)
FROM batch_numbers
WHERE last_value < %(batch_no)s OR (last_value = %(batch_no)s AND NOT is_called);

-- name: add_lost
INSERT INTO lost_batches (key_version, batch_no, batch_id, created_at)
VALUES (%(key_version)s, %(batch_no)s, %(batch_id)s, %(created_at)s)
ON CONFLICT DO NOTHING;

-- name: is_taken
-- Submitted after the lost batch, with a number that is not past it: another one had this number.
SELECT 1
FROM mint_batches b
JOIN lost_batches l USING (key_version)
WHERE b.batch_no = %(batch_no)s AND b.batch_no <= l.batch_no AND b.created_at > l.created_at
LIMIT 1;
