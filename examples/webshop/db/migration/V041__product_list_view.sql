-- SHOP-63: the listing page and the Google feed read the same two views
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
