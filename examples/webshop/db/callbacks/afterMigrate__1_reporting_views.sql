-- KB-160 (Lea)
CREATE VIEW reporting.revenue_by_month AS
SELECT date_trunc('month', i.issued_on)::date AS month,
       count(*) AS invoices,
       sum(t.total) AS revenue
  FROM billing.invoices i
  JOIN billing.v_invoice_totals t ON t.invoice_id = i.id
 GROUP BY 1;

CREATE VIEW reporting.slow_movers AS
SELECT p.sku, p.title, sum(s.quantity) AS pieces, max(m.booked_at) AS last_movement
  FROM catalog.products p
  JOIN warehouse.stock s ON s.product_id = p.id
  LEFT JOIN warehouse.stock_movements m ON m.product_id = p.id AND m.kind = 'pick'
 GROUP BY p.sku, p.title
HAVING sum(s.quantity) > 0;
