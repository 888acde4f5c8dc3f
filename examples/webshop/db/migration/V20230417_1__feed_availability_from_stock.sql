-- KB-118 (Jonas): the feed said "in stock" for three years, whatever the stock was
CREATE OR REPLACE VIEW catalog.v_google_feed AS
SELECT a.sku AS "id",
       a.name AS title,
       to_char(a.price, 'FM999990.00') || ' EUR' AS price,
       CASE WHEN r.reviews >= 3 THEN r.stars END AS rating,
       CASE WHEN warehouse.available(a.id) > 0 THEN 'in stock' ELSE 'out of stock' END AS availability,
       a.brand
  FROM catalog.v_active_products a
  JOIN catalog.v_product_ratings r ON r.product_id = a.id;
