/*
 * BILL-15  Net and gross
 * Author: T. Okafor
 */
CREATE FUNCTION billing.net_cents(p_gross_cents INTEGER, p_vat_code CHAR DEFAULT 'S') RETURNS INTEGER
    LANGUAGE sql
    STABLE
    STRICT
AS
$function$
SELECT round(p_gross_cents * 100 / (100 + r.percent))::integer
  FROM billing.vat_rates r
 WHERE r.code = p_vat_code
$function$;

COMMENT ON FUNCTION billing.net_cents(INTEGER, CHAR) IS 'Net price for a gross one, both in cents, at today''s rate';
