-- SHOP-2
CREATE TABLE shop.customers (
    id            SERIAL PRIMARY KEY,
    email         VARCHAR(120) NOT NULL,
    password_hash VARCHAR(100) NOT NULL,
    first_name    VARCHAR(60),
    last_name     VARCHAR(60),
    created_at    TIMESTAMP NOT NULL DEFAULT now()
);

COMMENT ON TABLE shop.customers IS 'One row per account; guests get one too, with a random password';
