-- KB-48 (Jonas), step 2 of 3
ALTER TABLE catalog.products
    ALTER COLUMN price SET NOT NULL,
    ADD CONSTRAINT products_price_check CHECK (price > 0);
