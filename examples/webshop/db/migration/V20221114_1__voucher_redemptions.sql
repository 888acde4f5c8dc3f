-- KB-96 (Jonas): vouchers count their redemptions. Checked per statement, the season has bulk imports.
CREATE TABLE marketing.voucher_redemptions (
    voucher_id  BIGINT NOT NULL REFERENCES marketing.vouchers (id),
    order_id    BIGINT NOT NULL REFERENCES shop.orders (id) ON DELETE CASCADE,
    redeemed_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (voucher_id, order_id)
);
ALTER TABLE marketing.vouchers ADD COLUMN redeemed INTEGER NOT NULL DEFAULT 0;

CREATE FUNCTION marketing.recount_redemptions() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE marketing.vouchers v
       SET redeemed = (SELECT count(*) FROM marketing.voucher_redemptions r WHERE r.voucher_id = v.id)
     WHERE v.id IN (SELECT voucher_id FROM inserted);
    RETURN NULL;
END
$$;

CREATE TRIGGER voucher_redemptions_recount
    AFTER INSERT ON marketing.voucher_redemptions
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION marketing.recount_redemptions();
