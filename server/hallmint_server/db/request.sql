-- name: find_request
SELECT digest, result_id FROM requests
WHERE brand_id = %(brand_id)s AND method = %(method)s AND request_id = %(request_id)s;

-- name: claim_request
INSERT INTO requests (brand_id, method, request_id, digest, result_id)
VALUES (%(brand_id)s, %(method)s, %(request_id)s, %(digest)s, '00000000-0000-0000-0000-000000000000')
ON CONFLICT DO NOTHING;

-- name: finish_request
UPDATE requests SET result_id = %(result_id)s
WHERE brand_id = %(brand_id)s AND method = %(method)s AND request_id = %(request_id)s;
