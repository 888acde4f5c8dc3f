-- KB-217 (Lea): the dashboard took eight seconds
CREATE MATERIALIZED VIEW reporting.turnover_by_brand AS
SELECT b.id AS brand_id, b.name AS brand, sum(i.quantity * i.price) AS turnover
  FROM catalog.brands b
  JOIN catalog.products p ON p.brand_id = b.id
  JOIN shop.order_items i ON i.product_id = p.id
 GROUP BY b.id, b.name;

CREATE UNIQUE INDEX turnover_by_brand_key ON reporting.turnover_by_brand (brand_id);
REFRESH MATERIALIZED VIEW reporting.turnover_by_brand;
