-- BILL-19 hotfix: V047 booked the payments but left paid_at empty, reminders went out to people who had paid
UPDATE billing.invoices i
   SET paid_at = p.received_at
  FROM billing.payments p
 WHERE p.invoice_id = i.id
   AND i.paid_at IS NULL;
