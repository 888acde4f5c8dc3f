/*
 * BILL-3  What accounting looks at every morning
 * Author: T. Okafor
 */
CREATE VIEW billing.v_invoice_totals AS
SELECT i.id         AS invoice_id,
       i.invoice_no,
       i.order_id,
       i.due_on,
       COALESCE(SUM(l.quantity * l.price_cents), 0) AS total_cents
  FROM billing.invoices i
  LEFT JOIN billing.invoice_lines l ON l.invoice_id = i.id
 GROUP BY i.id, i.invoice_no, i.order_id, i.due_on;

CREATE VIEW billing.v_open_invoices AS
SELECT t.invoice_no,
       t.due_on,
       t.total_cents,
       t.total_cents - COALESCE(p.paid_cents, 0) AS open_cents
  FROM billing.v_invoice_totals t
  LEFT JOIN (SELECT invoice_id, SUM(amount_cents) AS paid_cents
               FROM billing.payments
              GROUP BY invoice_id) p ON p.invoice_id = t.invoice_id
 WHERE t.total_cents > COALESCE(p.paid_cents, 0);

COMMENT ON VIEW billing.v_open_invoices IS 'Invoices that are not fully paid';
