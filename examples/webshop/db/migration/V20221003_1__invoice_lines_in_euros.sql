-- BILL-42 (Tobias): invoice lines in euros as well. Two views over each other hang on price_cents.
DROP VIEW billing.v_open_invoices;
DROP VIEW billing.v_invoice_totals;

ALTER TABLE billing.invoice_lines RENAME COLUMN price_cents TO price;
ALTER TABLE billing.invoice_lines ALTER COLUMN price TYPE NUMERIC(10, 2) USING price / 100.0;
ALTER TABLE billing.payments RENAME COLUMN amount_cents TO amount;
ALTER TABLE billing.payments ALTER COLUMN amount TYPE NUMERIC(10, 2) USING amount / 100.0;

CREATE VIEW billing.v_invoice_totals AS
SELECT i.id         AS invoice_id,
       i.invoice_no,
       i.order_id,
       i.due_on,
       COALESCE(SUM(l.quantity * l.price), 0) AS total
  FROM billing.invoices i
  LEFT JOIN billing.invoice_lines l ON l.invoice_id = i.id
 GROUP BY i.id, i.invoice_no, i.order_id, i.due_on;

CREATE VIEW billing.v_open_invoices AS
SELECT t.invoice_no,
       t.due_on,
       t.total,
       t.total - COALESCE(p.paid, 0) AS open
  FROM billing.v_invoice_totals t
  LEFT JOIN (SELECT invoice_id, SUM(amount) AS paid
               FROM billing.payments
              GROUP BY invoice_id) p USING (invoice_id)
 WHERE t.total > COALESCE(p.paid, 0);

COMMENT ON VIEW billing.v_open_invoices IS 'Invoices that are not fully paid';
