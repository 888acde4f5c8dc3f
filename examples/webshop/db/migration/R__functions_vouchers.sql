-- Called by the checkout. Keep the signature, the service binds it by name.
CREATE OR REPLACE FUNCTION marketing.voucher_value(p_code text, p_order_sum numeric, p_on date DEFAULT current_date)
RETURNS numeric
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v marketing.vouchers%ROWTYPE;
BEGIN
    SELECT * INTO v FROM marketing.vouchers WHERE code = upper(trim(p_code));
    IF NOT FOUND OR v.valid_until < p_on OR p_order_sum < coalesce(v.min_order, 0) THEN
        RETURN 0;
    END IF;
    RETURN least(p_order_sum, coalesce(round(p_order_sum * v.percent / 100, 2), v.amount_cents / 100.0));
END
$$;

COMMENT ON FUNCTION marketing.voucher_value(text, numeric, date) IS 'What the voucher takes off; 0 if it is unknown, expired or the order too small';
