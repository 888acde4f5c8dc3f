-- SHOP-50: orders around midnight land on the wrong day. The servers ran on Berlin time when these were written.
ALTER TABLE shop.customers
    ALTER COLUMN created_at TYPE TIMESTAMPTZ USING created_at AT TIME ZONE 'Europe/Berlin';
ALTER TABLE shop.carts
    ALTER COLUMN created_at TYPE TIMESTAMPTZ USING created_at AT TIME ZONE 'Europe/Berlin';
ALTER TABLE shop.orders
    ALTER COLUMN created_at TYPE TIMESTAMPTZ USING created_at AT TIME ZONE 'Europe/Berlin';
ALTER TABLE catalog.products
    ALTER COLUMN created_at TYPE TIMESTAMPTZ USING created_at AT TIME ZONE 'Europe/Berlin';
