-- Which writing of its content a template or market pack is at: whoever changes or publishes one says which they saw.
-- A constant as default: no table is rewritten.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

ALTER TABLE content_versions ADD COLUMN revision integer NOT NULL DEFAULT 1 CHECK (revision > 0);

-- Counted here, so that a server of before, which knows nothing of it, counts too while it runs beside newer ones.
CREATE FUNCTION count_content_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := OLD.revision + 1;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION count_content_revision FROM PUBLIC;
CREATE TRIGGER content_versions_revision BEFORE UPDATE OF content ON content_versions
FOR EACH ROW WHEN (OLD.content IS DISTINCT FROM NEW.content) EXECUTE FUNCTION count_content_revision();
