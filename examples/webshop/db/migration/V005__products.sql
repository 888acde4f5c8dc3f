-- SHOP-5
CREATE TABLE catalog.products (
    id          SERIAL PRIMARY KEY,
    sku         VARCHAR(12) NOT NULL UNIQUE,
    category_id INTEGER NOT NULL REFERENCES catalog.categories (id),
    name        VARCHAR(120) NOT NULL,
    description TEXT,
    price_cents INTEGER NOT NULL CHECK (price_cents > 0),
    weight_g    INTEGER,
    active      BOOLEAN NOT NULL DEFAULT true,
    created_at  TIMESTAMP NOT NULL DEFAULT now()
);
CREATE INDEX products_category_id_idx ON catalog.products (category_id);
