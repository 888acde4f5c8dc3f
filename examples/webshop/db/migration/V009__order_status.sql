-- SHOP-12
CREATE TYPE shop.order_status AS ENUM ('new', 'paid', 'shipped', 'cancelled');
COMMENT ON TYPE shop.order_status IS 'Life of an order; see the wiki for who may do which step';
