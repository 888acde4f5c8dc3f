/*
 * BILL-10  Tea is food, kettles are not
 * Author: T. Okafor
 */
UPDATE catalog.products p
   SET vat_code = 'R'
  FROM catalog.categories c
 WHERE c.id = p.category_id
   AND c.parent_id = 1;

UPDATE catalog.products SET vat_code = 'S' WHERE vat_code IS NULL;

ALTER TABLE catalog.products
    ALTER COLUMN vat_code SET NOT NULL,
    ALTER COLUMN vat_code SET DEFAULT 'S',
    ADD CONSTRAINT fk_products_vat FOREIGN KEY (vat_code) REFERENCES billing.vat_rates (code);
