-- name: begin
-- One text of two statements, sent at once. The places are filled with UUIDs by psycopg's own quoting.
BEGIN; SELECT set_config('hallmint.brand_id', {brand_id}, true), set_config('hallmint.person_id', {person_id}, true);

-- name: act_for
SELECT set_config('hallmint.brand_id', %(brand_id)s, true);
