-- SHOP-2 (second part)
CREATE TABLE shop.customer_addresses (
    id          SERIAL PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES shop.customers (id) ON DELETE CASCADE,
    kind        VARCHAR(10) NOT NULL CHECK (kind IN ('billing', 'shipping')),
    street      VARCHAR(120) NOT NULL,
    zip         VARCHAR(10) NOT NULL,
    city        VARCHAR(80) NOT NULL,
    country     CHAR(2) NOT NULL DEFAULT 'DE'
);

CREATE INDEX customer_addresses_customer_id_idx ON shop.customer_addresses (customer_id);
