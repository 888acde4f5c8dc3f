-- SHOP-31
ALTER TYPE shop.order_status ADD VALUE 'packed' BEFORE 'shipped';
ALTER TYPE shop.order_status ADD VALUE 'refunded';
