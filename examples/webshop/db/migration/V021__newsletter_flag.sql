-- SHOP-33 newsletter opt-in at checkout
ALTER TABLE shop.customers ADD COLUMN newsletter BOOLEAN;
ALTER TABLE shop.customers ALTER COLUMN newsletter SET DEFAULT true;
