-- name: insert_brand
INSERT INTO brands (brand_id, slug, name, gs1_ready, resolver_base_url)
VALUES (%(brand_id)s, %(slug)s, %(name)s, %(gs1_ready)s, %(resolver_base_url)s);

-- name: insert_totals
INSERT INTO brand_totals (brand_id) VALUES (%(brand_id)s);

-- name: brand_by_id
SELECT brand_id, slug, name, gs1_ready, resolver_base_url, suspended_at, created_at, default_market, keep_user_agents,
    theme, logo, logo_media_type
FROM brands WHERE brand_id = %(ref)s;

-- name: brand_by_slug
SELECT brand_id, slug, name, gs1_ready, resolver_base_url, suspended_at, created_at, default_market, keep_user_agents,
    theme, logo, logo_media_type
FROM brands WHERE slug = %(ref)s;

-- name: brand_for_mint
-- Without the logo; the share lock keeps suspension and base URL as they are until the mint is committed.
SELECT brand_id, slug, name, gs1_ready, resolver_base_url, suspended_at, created_at, default_market, keep_user_agents,
    theme, NULL, logo_media_type
FROM brands WHERE brand_id = %(ref)s
FOR SHARE;

-- name: brand_for_update
SELECT brand_id, slug, name, gs1_ready, resolver_base_url, suspended_at, created_at, default_market, keep_user_agents,
    theme, logo, logo_media_type
FROM brands WHERE brand_id = %(ref)s
FOR UPDATE;

-- name: list_brands
SELECT brand_id, slug, name, gs1_ready, resolver_base_url, suspended_at, created_at, default_market, keep_user_agents,
    theme, NULL, logo_media_type
FROM brands WHERE slug > %(after)s
ORDER BY slug
LIMIT %(limit)s;

-- name: update_brand
UPDATE brands SET
    name = %(name)s, gs1_ready = %(gs1_ready)s, resolver_base_url = %(resolver_base_url)s,
    default_market = %(default_market)s, keep_user_agents = %(keep_user_agents)s, theme = %(theme)s, logo = %(logo)s,
    logo_media_type = %(logo_media_type)s
WHERE brand_id = %(brand_id)s;

-- name: suspend_brand
UPDATE brands SET suspended_at = clock_timestamp() WHERE brand_id = %(brand_id)s AND suspended_at IS NULL;

-- name: unsuspend_brand
UPDATE brands SET suspended_at = NULL WHERE brand_id = %(brand_id)s AND suspended_at IS NOT NULL;

-- name: gtin_holder
SELECT brand_id, product_id, is_minted FROM gtin_holder(%(gtin)s);
