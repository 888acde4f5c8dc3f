-- KB-166 (Lea): remember the price at which something was put into the cart
ALTER TABLE shop.cart_items
    ADD COLUMN added_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    ADD COLUMN price NUMERIC(10,2),
    DROP CONSTRAINT cart_items_quantity_check,
    ADD CONSTRAINT cart_items_quantity_check CHECK (quantity BETWEEN 1 AND 999);

UPDATE shop.cart_items i SET price = p.price FROM catalog.products p WHERE p.id = i.product_id;
