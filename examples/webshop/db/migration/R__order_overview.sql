-- Overview for the admin UI. Repeatable: edit it here, never in a versioned file.
CREATE OR REPLACE VIEW shop.order_overview AS
SELECT o.order_number,
       o.status,
       o.channel,
       c.full_name AS customer,
       shop.order_total(o.id) AS total,
       count(i.id) AS positions,
       o.created_at
  FROM shop.orders o
  JOIN shop.customers c ON c.id = o.customer_id
  LEFT JOIN shop.order_items i ON i.order_id = o.id
 GROUP BY o.id, c.full_name;
