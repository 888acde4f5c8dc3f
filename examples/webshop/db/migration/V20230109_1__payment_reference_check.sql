-- BILL-50 (Tobias)
ALTER TABLE billing.refunds ADD COLUMN iban VARCHAR(34);
ALTER TABLE billing.refunds ADD CONSTRAINT ck_refunds_iban CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$');
COMMENT ON COLUMN billing.refunds.iban IS 'Only for refunds by bank transfer';
