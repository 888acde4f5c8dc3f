-- KB-48 (Jonas), step 3 of 3: cents go. The three views and the audit trigger use the old column.
DROP TRIGGER products_sync_price ON catalog.products;
DROP FUNCTION catalog.sync_price();
DROP TRIGGER audit_products ON catalog.products;
DROP VIEW catalog.v_google_feed;
DROP VIEW catalog.v_product_ratings;
DROP VIEW catalog.v_active_products;

ALTER TABLE catalog.products DROP COLUMN price_cents;

CREATE VIEW catalog.v_active_products AS
SELECT p.id, p.sku, p.name, p.price, p.vat_code, c.slug AS category_slug, b.name AS brand
  FROM catalog.products p
  JOIN catalog.categories c ON c.id = p.category_id
  LEFT JOIN catalog.brands b ON b.id = p.brand_id
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
       to_char(a.price, 'FM999990.00') || ' EUR' AS price,
       CASE WHEN r.reviews >= 3 THEN r.stars END AS rating,
       'in stock'::text AS availability,
       a.brand
  FROM catalog.v_active_products a
  JOIN catalog.v_product_ratings r ON r.product_id = a.id;

CREATE TRIGGER audit_products
    AFTER UPDATE ON catalog.products
    FOR EACH ROW
    WHEN (OLD.price IS DISTINCT FROM NEW.price OR OLD.active IS DISTINCT FROM NEW.active)
    EXECUTE FUNCTION audit.log_change('sku');
