-- KB-90 (Jonas): the last table with cents. order_total changes its return type, so REPLACE is not enough.
DROP FUNCTION shop.order_total(bigint);

ALTER TABLE shop.order_items ADD COLUMN price NUMERIC(10,2);
UPDATE shop.order_items SET price = price_cents / 100.0;
ALTER TABLE shop.order_items ALTER COLUMN price SET NOT NULL;
ALTER TABLE shop.order_items DROP COLUMN price_cents;
ALTER TABLE shop.order_items ADD CONSTRAINT order_items_price_check CHECK (price >= 0);
COMMENT ON COLUMN shop.order_items.price IS 'Price of one piece at the time of the order, not today''s';

ALTER TABLE shop.orders ALTER COLUMN shipping_cents DROP DEFAULT;
ALTER TABLE shop.orders RENAME COLUMN shipping_cents TO shipping_price;
ALTER TABLE shop.orders ALTER COLUMN shipping_price TYPE NUMERIC(6,2) USING shipping_price / 100.0;
ALTER TABLE shop.orders ALTER COLUMN shipping_price SET DEFAULT 4.90;

CREATE FUNCTION shop.order_total(p_order_id bigint) RETURNS numeric AS $$
    SELECT coalesce(sum(i.quantity * i.price), 0) + o.shipping_price
      FROM shop.orders o
      LEFT JOIN shop.order_items i ON i.order_id = o.id
     WHERE o.id = p_order_id
     GROUP BY o.shipping_price
$$ LANGUAGE sql STABLE;
COMMENT ON FUNCTION shop.order_total(bigint) IS 'Sum of an order in euros, shipping included';
