-- KB-36 (Jonas): existing orders get one event each, dated like the order
INSERT INTO shop.order_events (order_id, old_status, new_status, at)
SELECT o.id, NULL, o.status, o.created_at
  FROM shop.orders o
 WHERE NOT EXISTS (SELECT 1 FROM shop.order_events e WHERE e.order_id = o.id)
 ORDER BY o.id;
