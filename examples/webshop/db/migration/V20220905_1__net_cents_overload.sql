-- BILL-40 (Tobias): since KB-48 prices are numeric. Same name, other type; the old one stays for the exporter.
CREATE FUNCTION billing.net_price(p_gross NUMERIC, p_percent NUMERIC) RETURNS NUMERIC
    LANGUAGE sql
    IMMUTABLE PARALLEL SAFE
AS
'SELECT round(p_gross * 100 / (100 + p_percent), 2)';

CREATE FUNCTION billing.net_price(p_gross NUMERIC, p_vat_code CHAR DEFAULT 'S', p_digits INTEGER DEFAULT 2) RETURNS NUMERIC
    LANGUAGE plpgsql
    STABLE
AS
$function$
DECLARE
    v_percent billing.vat_rates.percent%TYPE;
BEGIN
    SELECT percent INTO STRICT v_percent FROM billing.vat_rates WHERE code = p_vat_code;
    RETURN round(p_gross * 100 / (100 + v_percent), p_digits);
EXCEPTION
    WHEN no_data_found THEN
        RAISE EXCEPTION 'unknown VAT code %', p_vat_code;
END;
$function$;
