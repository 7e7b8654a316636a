-- Logs that have ended (`hallmint-server log begin`): how each was called, its public key and its last published head, and the key
-- of the log that followed over the same entries. A new table alone.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

CREATE TABLE ended_logs (
    ended_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL CONSTRAINT ended_logs_name_key UNIQUE,
    -- As verifiers take it. NULL: the key was lost, or not this log's.
    public_key text,
    -- The last published head, a whole signed note. NULL: none was.
    size bigint CHECK (size >= 0),
    note text,
    -- Of the log that followed: nothing is signed with any other from then on.
    next_key text NOT NULL CONSTRAINT ended_logs_next_key UNIQUE,
    ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT ended_logs_head_check CHECK ((size IS NULL) = (note IS NULL))
);
CREATE TRIGGER ended_logs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ended_logs
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();

-- The owner alone ends a log; the sequencer asks with which key it goes on.
ALTER TABLE ended_logs ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON ended_logs FOR SELECT TO hallmint_mint USING (true);
GRANT SELECT ON ended_logs TO hallmint_mint;
