-- Workers skip the numbers of batches that the database lost, since it was put back to an older state: their registers beside
-- the code keys know them. Nothing is rewritten, and programs of before go on as they did.

SET lock_timeout = '10s';
SET statement_timeout = '60s';

GRANT SELECT, USAGE ON SEQUENCE batch_numbers TO hallmint_mint;
