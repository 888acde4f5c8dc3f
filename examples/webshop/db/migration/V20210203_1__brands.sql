-- KB-15 (Jonas)
CREATE TABLE catalog.brands (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    country TEXT NOT NULL DEFAULT 'DE' CHECK (length(country) = 2)
);

ALTER TABLE catalog.products ADD COLUMN brand_id BIGINT REFERENCES catalog.brands (id);
CREATE INDEX products_brand_id_idx ON catalog.products (brand_id);
