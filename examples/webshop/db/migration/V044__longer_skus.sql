-- SHOP-70: the Japanese supplier's article numbers have up to 24 characters.
-- PostgreSQL refuses to change the type of a column that a view uses: all three views go and come back.
DROP VIEW catalog.v_google_feed;
DROP VIEW catalog.v_product_ratings;
DROP VIEW catalog.v_active_products;

ALTER TABLE catalog.products ALTER COLUMN sku TYPE VARCHAR(24);

CREATE VIEW catalog.v_active_products AS
SELECT p.id, p.sku, p.name, p.price_cents, p.vat_code, c.slug AS category_slug
  FROM catalog.products p
  JOIN catalog.categories c ON c.id = p.category_id
 WHERE p.active;

CREATE VIEW catalog.v_product_ratings AS
SELECT a.id AS product_id,
       a.sku,
       count(r.id) AS reviews,
       round(avg(r.stars), 1) AS stars
  FROM catalog.v_active_products a
  LEFT JOIN catalog.reviews r ON r.product_id = a.id AND r.approved
 GROUP BY a.id, a.sku;

CREATE VIEW catalog.v_google_feed AS
SELECT a.sku AS "id",
       a.name AS title,
       to_char(a.price_cents / 100.0, 'FM999990.00') || ' EUR' AS price,
       CASE WHEN r.reviews >= 3 THEN r.stars END AS rating,
       'in stock'::text AS availability
  FROM catalog.v_active_products a
  JOIN catalog.v_product_ratings r ON r.product_id = a.id;
