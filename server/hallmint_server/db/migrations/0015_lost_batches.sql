-- Batches that a code key minted and that the database lost, since it was put back to an older state: the last one that a
-- worker's folder of keys told of. A new table alone: programs of before know nothing of it, and go on as they did.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

CREATE TABLE lost_batches (
    key_version integer NOT NULL REFERENCES code_keys,
    batch_no integer NOT NULL CHECK (batch_no > 0),
    batch_id uuid NOT NULL,
    -- When it was submitted. A batch of a later time with a number up to this one's has the number of another that is lost.
    created_at timestamptz NOT NULL,
    found_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (key_version, batch_no, batch_id)
);
ALTER TABLE lost_batches ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON lost_batches TO hallmint_mint USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON lost_batches TO hallmint_mint;
-- Numbers of lost batches are skipped by the worker that finds them.
GRANT SELECT, UPDATE ON SEQUENCE batch_numbers TO hallmint_mint;
