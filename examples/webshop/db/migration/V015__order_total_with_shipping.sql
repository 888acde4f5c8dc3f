-- SHOP-26: order_total forgot the shipping costs, and returned NULL for an empty order
CREATE OR REPLACE FUNCTION shop.order_total(p_order_id bigint) RETURNS bigint AS $$
    SELECT coalesce(sum(i.quantity * i.price_cents), 0)::bigint + o.shipping_cents
      FROM shop.orders o
      LEFT JOIN shop.order_items i ON i.order_id = o.id
     WHERE o.id = p_order_id
     GROUP BY o.shipping_cents
$$ LANGUAGE sql STABLE;

COMMENT ON FUNCTION shop.order_total(bigint) IS 'Sum of an order in cents, shipping included';
