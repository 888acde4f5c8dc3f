-- WH-56 (Tobias): what the warehouse prints on Monday mornings
CREATE OR REPLACE VIEW warehouse.stock_report AS
SELECT l.code AS location,
       p.sku,
       p.title,
       s.quantity,
       warehouse.available(p.id, l.id) AS available
  FROM warehouse.stock s
  JOIN warehouse.locations l ON l.id = s.location_id
  JOIN catalog.products p ON p.id = s.product_id;
COMMENT ON VIEW warehouse.stock_report IS 'Per place and product (default schema of this installation: ${flyway:defaultSchema})';
