-- WH-31 (Tobias)
INSERT INTO warehouse.shipments (order_id, carrier_code, state, shipped_at)
SELECT o.id, 'DHL', 'delivered', o.created_at + INTERVAL '1 day'
  FROM shop.orders o
 WHERE o.status = 'shipped';

INSERT INTO warehouse.shipment_items (shipment_id, product_id, quantity)
SELECT s.id, i.product_id, i.quantity
  FROM warehouse.shipments s
  JOIN shop.order_items i ON i.order_id = s.order_id;
