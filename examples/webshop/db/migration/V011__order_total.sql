-- SHOP-14: one place that knows what an order costs
CREATE FUNCTION shop.order_total(p_order_id bigint) RETURNS bigint AS $$
    SELECT sum(i.quantity * i.price_cents)::bigint
      FROM shop.order_items i
     WHERE i.order_id = p_order_id
$$ LANGUAGE sql STABLE;
