-- KB-83 (Jonas)
ALTER TABLE shop.customers DROP COLUMN newsletter;
