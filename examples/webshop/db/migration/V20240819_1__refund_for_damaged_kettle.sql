-- BILL-70 (Tobias): booked by hand, the refund screen was down
INSERT INTO billing.refunds (payment_id, reason, amount, booked_by)
SELECT p.id, 'damaged', 29.50, 'tobias'
  FROM billing.payments p
 WHERE p.reference = 'Marktstand 90002';

UPDATE shop.orders SET status = 'refunded' WHERE order_number = 'M90002';

INSERT INTO audit.data_fixes (script, ticket) VALUES ('${flyway:filename}', 'BILL-70');
