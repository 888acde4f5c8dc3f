-- SHOP-36: "my orders" is slow
CREATE INDEX orders_customer_id_idx ON shop.orders (customer_id);
