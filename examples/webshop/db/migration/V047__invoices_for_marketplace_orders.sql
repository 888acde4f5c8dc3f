/*
 * BILL-18  Invoices for SHOP-74
 * Author: T. Okafor
 */
INSERT INTO billing.invoices (invoice_no, order_id, issued_on, due_on)
SELECT 20190001 + row_number() OVER (ORDER BY o.created_at), o.id, o.created_at::date, o.created_at::date + 14
  FROM shop.orders o
 WHERE o.order_number < 100000
   AND o.status <> 'cancelled';

INSERT INTO billing.invoice_lines (invoice_id, line_no, text, quantity, price_cents)
SELECT i.id, row_number() OVER (PARTITION BY i.id ORDER BY oi.id), p.name, oi.quantity, oi.price_cents
  FROM billing.invoices i
  JOIN shop.order_items oi ON oi.order_id = i.order_id
  JOIN catalog.products p ON p.id = oi.product_id;

INSERT INTO billing.payments (invoice_id, method, amount_cents, received_at, reference)
SELECT t.invoice_id, 'prepayment', t.total_cents, o.created_at + interval '2 days', 'Marktstand ' || o.order_number
  FROM billing.v_invoice_totals t
  JOIN shop.orders o ON o.id = t.order_id
 WHERE o.status = 'shipped';

SELECT setval('billing.invoice_no_seq', (SELECT max(invoice_no) FROM billing.invoices));
