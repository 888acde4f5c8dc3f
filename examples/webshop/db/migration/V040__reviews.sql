-- SHOP-61
CREATE TABLE catalog.reviews (
    id          SERIAL PRIMARY KEY,
    product_id  INTEGER NOT NULL REFERENCES catalog.products (id) ON DELETE CASCADE,
    customer_id INTEGER REFERENCES shop.customers (id) ON DELETE SET NULL,
    stars       SMALLINT NOT NULL,
    title       VARCHAR(100),
    body        TEXT NOT NULL DEFAULT '',
    approved    BOOLEAN NOT NULL DEFAULT false,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT reviews_stars_check CHECK (stars >= 1 AND stars <= 5),
    CONSTRAINT reviews_one_per_customer UNIQUE (product_id, customer_id)
);
CREATE INDEX reviews_waiting_idx ON catalog.reviews (created_at) WHERE NOT approved;
