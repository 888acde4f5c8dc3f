-- WH-60 (Tobias): what went to the shop floor for the reopening
INSERT INTO warehouse.transfers (id, from_location, to_location, booked_at) VALUES (1, 1, 2, '2023-09-05 06:30:00+02');
INSERT INTO warehouse.transfer_lines (transfer_id, product_id, quantity) VALUES (1, 6, 4), (1, 7, 4);
-- setval and not ALTER TABLE … RESTART: the deferred check of the new row is still pending
SELECT setval(pg_get_serial_sequence('warehouse.transfers', 'id'), 1);

INSERT INTO warehouse.stock_movements (location_id, product_id, kind, quantity)
SELECT x.location_id, l.product_id, 'correction', x.sign * l.quantity
  FROM warehouse.transfers t
  JOIN warehouse.transfer_lines l ON l.transfer_id = t.id
 CROSS JOIN LATERAL (VALUES (t.from_location, -1), (t.to_location, 1)) AS x (location_id, sign)
 WHERE t.id = 1
 ORDER BY l.product_id, x.sign;
