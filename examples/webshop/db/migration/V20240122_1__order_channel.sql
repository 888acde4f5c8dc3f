-- KB-152 (Jonas)
CREATE TYPE shop.sales_channel AS ENUM ('web', 'marketplace', 'store', 'phone');

ALTER TABLE shop.orders ADD COLUMN channel shop.sales_channel;

UPDATE shop.orders SET channel = CASE left(order_number, 1) WHEN 'M' THEN 'marketplace' ELSE 'web' END::shop.sales_channel;

ALTER TABLE shop.orders ALTER COLUMN channel SET DEFAULT 'web';
ALTER TABLE shop.orders ALTER COLUMN channel SET NOT NULL;
