/*
 * WH-4  Inventory count of 2019-05-31
 * Author: T. Okafor
 */
INSERT INTO warehouse.locations (id, code, name) VALUES (1, 'FD-1', 'Fulda, Halle 1'), (2, 'FD-LADEN', 'Fulda, Ladengeschäft');
ALTER TABLE warehouse.locations ALTER COLUMN id RESTART WITH 3;

-- Every product starts with 40 pieces in the hall; the shop floor gets a few of the teas.
INSERT INTO warehouse.stock_movements (location_id, product_id, kind, quantity)
SELECT 1, p.id, 'receipt', 40
  FROM catalog.products p
 WHERE p.active;

INSERT INTO warehouse.stock_movements (location_id, product_id, kind, quantity)
SELECT l.id, p.id, 'receipt', 6
  FROM warehouse.locations l
 CROSS JOIN catalog.products p
 WHERE l.code = 'FD-LADEN'
   AND p.sku LIKE '_T-%';
