-- KB-236 (Mira): run by accounting once a year; reminders of paid invoices are done with
CREATE PROCEDURE billing.close_year(closed INTEGER)
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM billing.dunnings d
     USING billing.invoices i
     WHERE i.id = d.invoice_id AND i.paid_at IS NOT NULL AND extract(year FROM i.issued_on) = closed;
END;
$$;

CALL billing.close_year(2024);
