-- BILL-31 (Tobias): its own file, a new enum value cannot be used in the transaction that adds it
ALTER TABLE billing.payments ALTER COLUMN method SET DEFAULT 'invoice';
