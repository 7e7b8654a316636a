-- Which writing of what it says a version of a carrier profile is at, as 0013 has it of templates and market packs.
-- A constant as default: no table is rewritten.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

ALTER TABLE carrier_profile_versions ADD COLUMN revision integer NOT NULL DEFAULT 1 CHECK (revision > 0);

-- Counted here, so that a server of before counts too. Of triggers the names decide the order: what may not change is refused first.
CREATE TRIGGER carrier_profile_versions_revision BEFORE UPDATE OF profile ON carrier_profile_versions
FOR EACH ROW WHEN (OLD.profile IS DISTINCT FROM NEW.profile) EXECUTE FUNCTION count_content_revision();
