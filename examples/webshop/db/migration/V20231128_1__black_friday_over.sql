-- KB-141 (Jonas): back to the old prices, taken from the audit log because 0.9 and rounding do not invert
UPDATE catalog.products p
   SET price = (l.old_row ->> 'price')::numeric
  FROM (SELECT DISTINCT ON (row_key) row_key, old_row
          FROM audit.change_log
         WHERE table_name = 'catalog.products' AND action = 'UPDATE' AND old_row ? 'price'
         ORDER BY row_key, id DESC) l
 WHERE l.row_key = p.sku
   AND p.brand_id = 2;
