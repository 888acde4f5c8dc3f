-- KB-113 (Jonas): support searches by the end of the order number
CREATE INDEX CONCURRENTLY orders_number_reverse_idx ON shop.orders (reverse(order_number));
