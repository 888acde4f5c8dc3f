-- SHOP-47: and now "my orders" is slow again. It sorts by date, so the index does too.
CREATE INDEX orders_customer_id_created_at_idx ON shop.orders (customer_id, created_at DESC);
