-- name: is_logged
-- Whether a published checkpoint has the batch's entry, or there is nothing to wait for: no commitment, or a log without a head.
SELECT NOT EXISTS (SELECT FROM log_commitments c WHERE c.batch_no = %(batch_no)s)
    OR NOT EXISTS (SELECT FROM log_checkpoints)
    OR EXISTS (
        SELECT FROM log_commitments c WHERE c.batch_no = %(batch_no)s AND c.entry_no < (SELECT max(size) FROM log_checkpoints)
    );

-- name: carry_checkpoint
-- The first one that has the batch's entry, so that all exports of a batch carry the same; without one the last.
UPDATE exports e SET log_size = coalesce(
    (
        SELECT p.size FROM log_checkpoints p
        WHERE p.size > (SELECT c.entry_no FROM log_commitments c WHERE c.batch_no = e.batch_no)
        ORDER BY p.size LIMIT 1
    ),
    (SELECT max(p.size) FROM log_checkpoints p)
)
WHERE e.export_id = %(export_id)s;

-- name: carried
SELECT p.size, p.note FROM exports e JOIN log_checkpoints p ON p.size = e.log_size WHERE e.export_id = %(export_id)s;

-- name: logged_batch
-- What the batch's entry commits to, where the checkpoint has it.
SELECT c.product_id, c.quantity, c.root, c.mint_time, c.salt, c.entry_no, e.entry
FROM log_commitments c JOIN log_entries e USING (entry_no)
WHERE c.batch_no = %(batch_no)s AND c.entry_no < %(size)s;
