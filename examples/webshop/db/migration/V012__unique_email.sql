-- SHOP-17
ALTER TABLE shop.customers ADD CONSTRAINT customers_email_key UNIQUE (email);
