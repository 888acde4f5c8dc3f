-- SHOP-12: order numbers are shown to customers and start high, so that nobody sees how small we are :)
CREATE SEQUENCE shop.order_number_seq START WITH 100000;

CREATE TABLE shop.orders (
    id                  BIGSERIAL PRIMARY KEY,
    order_number        BIGINT NOT NULL DEFAULT nextval('shop.order_number_seq') UNIQUE,
    customer_id         INTEGER NOT NULL REFERENCES shop.customers (id),
    status              shop.order_status NOT NULL DEFAULT 'new',
    shipping_address_id INTEGER REFERENCES shop.customer_addresses (id),
    shipping_cents      INTEGER NOT NULL DEFAULT 490 CHECK (shipping_cents >= 0),
    created_at          TIMESTAMP NOT NULL DEFAULT now()
);

CREATE TABLE shop.order_items (
    id          BIGSERIAL PRIMARY KEY,
    order_id    BIGINT NOT NULL REFERENCES shop.orders (id) ON DELETE CASCADE,
    product_id  INTEGER NOT NULL REFERENCES catalog.products (id),
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0)
);

COMMENT ON COLUMN shop.order_items.price_cents IS 'Price of one piece at the time of the order, not today''s';
