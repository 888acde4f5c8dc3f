-- KB-162 (Lea): standard SQL body, parsed when it is created: a renamed column no longer breaks it at run time
CREATE FUNCTION shop.open_orders(p_min_age interval DEFAULT '2 days')
RETURNS TABLE (order_number varchar, customer text, total numeric)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT o.order_number, c.full_name, shop.order_total(o.id)
      FROM shop.orders o
      JOIN shop.customers c ON c.id = o.customer_id
     WHERE o.status IN ('new', 'paid')
       AND o.created_at < now() - p_min_age
     ORDER BY o.created_at;
END;
