-- KB-24 (Jonas): spring price list, agreed with purchasing on 2021-03-26
UPDATE catalog.products SET price_cents = 950 WHERE sku = 'GT-1001';
UPDATE catalog.products SET price_cents = 1250 WHERE sku = 'ST-2001';
UPDATE catalog.products SET price_cents = round(price_cents * 1.05)::integer
 WHERE category_id IN (SELECT id FROM catalog.categories WHERE slug IN ('kessel', 'kannen'));
