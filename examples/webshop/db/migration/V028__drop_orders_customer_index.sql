-- SHOP-44: import of the marketplace orders crawls, drop the index for the Christmas season
DROP INDEX shop.orders_customer_id_idx;
