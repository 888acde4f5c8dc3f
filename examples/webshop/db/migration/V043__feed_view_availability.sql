-- SHOP-66: Google rejects the feed without availability. New column goes last, REPLACE cannot insert one in between.
CREATE OR REPLACE VIEW catalog.v_google_feed AS
SELECT a.sku AS "id",
       a.name AS title,
       to_char(a.price_cents / 100.0, 'FM999990.00') || ' EUR' AS price,
       CASE WHEN r.reviews >= 3 THEN r.stars END AS rating,
       'in stock' AS availability
  FROM catalog.v_active_products a
  JOIN catalog.v_product_ratings r ON r.product_id = a.id;
