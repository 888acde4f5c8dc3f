-- SHOP-23: Anna@example.com and anna@example.com were two accounts.
-- Unique on the lower-cased address instead of the plain one from V012.
ALTER TABLE shop.customers DROP CONSTRAINT customers_email_key;

UPDATE shop.customers SET email = lower(email) WHERE email <> lower(email);

CREATE UNIQUE INDEX customers_email_lower_key ON shop.customers (lower(email));
