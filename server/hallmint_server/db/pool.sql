-- name: begin
BEGIN;

-- name: act
-- Sent in one text behind BEGIN: SET is a third cheaper than SELECT set_config on both sides. psycopg quotes the UUIDs.
SET LOCAL hallmint.brand_id = {brand_id};

-- name: act_person
SET LOCAL hallmint.person_id = {person_id};

-- name: prepare
PREPARE {name} AS {query};

-- name: execute
EXECUTE {name} ({arguments});

-- name: act_for
SELECT set_config('hallmint.brand_id', %(brand_id)s, true);
