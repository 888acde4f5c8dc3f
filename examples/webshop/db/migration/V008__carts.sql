-- SHOP-9
CREATE TABLE shop.carts (
    id          BIGSERIAL PRIMARY KEY,
    customer_id INTEGER REFERENCES shop.customers (id) ON DELETE CASCADE,
    session_key VARCHAR(64) NOT NULL,
    created_at  TIMESTAMP NOT NULL DEFAULT now()
);

CREATE TABLE shop.cart_items (
    cart_id    BIGINT NOT NULL REFERENCES shop.carts (id) ON DELETE CASCADE,
    product_id INTEGER NOT NULL REFERENCES catalog.products (id),
    quantity   INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (cart_id, product_id),
    CHECK (quantity > 0)
);

CREATE INDEX carts_session_key_idx ON shop.carts (session_key);
