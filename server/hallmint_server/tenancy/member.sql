-- name: insert_member
INSERT INTO memberships (member_id, brand_id, email, role)
VALUES (%(member_id)s, %(brand_id)s, %(email)s, %(role)s);

-- name: member
SELECT member_id, email, role, person_id IS NOT NULL, created_at FROM memberships
WHERE brand_id = %(brand_id)s AND member_id = %(member_id)s AND removed_at IS NULL;

-- name: list_members
SELECT member_id, email, role, person_id IS NOT NULL, created_at FROM memberships
WHERE brand_id = %(brand_id)s AND removed_at IS NULL AND lower(email) > %(after)s
ORDER BY lower(email)
LIMIT %(limit)s;

-- name: lock_members
-- All changes of roles in a brand take turns, or two owners could remove each other at once.
SELECT 1 FROM memberships WHERE brand_id = %(brand_id)s AND role = 'owner' AND removed_at IS NULL
ORDER BY member_id
FOR UPDATE;

-- name: joined_owners
SELECT member_id FROM memberships
WHERE brand_id = %(brand_id)s AND role = 'owner' AND removed_at IS NULL AND person_id IS NOT NULL;

-- name: join_member
UPDATE memberships SET person_id = %(person_id)s
WHERE member_id = %(member_id)s AND person_id IS NULL AND removed_at IS NULL;

-- name: set_role
UPDATE memberships SET role = %(role)s WHERE brand_id = %(brand_id)s AND member_id = %(member_id)s;

-- name: remove_member
UPDATE memberships SET removed_at = clock_timestamp() WHERE brand_id = %(brand_id)s AND member_id = %(member_id)s;
