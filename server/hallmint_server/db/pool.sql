-- name: begin
BEGIN;

-- name: act
-- Sent in one text behind BEGIN; the places are filled with UUIDs by psycopg's own quoting.
SELECT set_config('hallmint.brand_id', {brand_id}, true), set_config('hallmint.person_id', {person_id}, true);

-- name: act_for
SELECT set_config('hallmint.brand_id', %(brand_id)s, true);
