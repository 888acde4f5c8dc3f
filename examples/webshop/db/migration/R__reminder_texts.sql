-- Texts of the reminder mails: edited by customer service, hence repeatable
CREATE OR REPLACE FUNCTION billing.reminder_text(p_level smallint, p_invoice_no integer) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE p_level
    WHEN 1 THEN 'Sicher haben Sie es nur übersehen: Rechnung ' || p_invoice_no
    WHEN 2 THEN 'Wir erinnern an Rechnung ' || p_invoice_no
    ELSE 'Letzte Mahnung zu Rechnung ' || p_invoice_no
END;
