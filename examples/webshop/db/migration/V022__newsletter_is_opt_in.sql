-- SHOP-34: legal says opt-IN means the default is false. Sorry.
ALTER TABLE shop.customers ALTER COLUMN newsletter SET DEFAULT false;
UPDATE shop.customers SET newsletter = false WHERE newsletter IS NULL;
ALTER TABLE shop.customers ALTER COLUMN newsletter SET NOT NULL;
