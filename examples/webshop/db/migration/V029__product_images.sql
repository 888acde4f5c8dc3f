-- SHOP-40
CREATE TABLE catalog.product_images (
    id         SERIAL PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES catalog.products (id) ON DELETE CASCADE,
    url        VARCHAR(250) NOT NULL,
    position   SMALLINT NOT NULL DEFAULT 1,
    UNIQUE (product_id, position) DEFERRABLE INITIALLY IMMEDIATE
);
COMMENT ON TABLE catalog.product_images IS 'Positions are swapped in one transaction, hence the deferrable key';

INSERT INTO catalog.product_images (product_id, url, position)
SELECT id, '/img/' || lower(sku) || '.jpg', 1 FROM catalog.products;
