-- BILL-31 (Tobias)
ALTER TYPE billing.payment_method ADD VALUE IF NOT EXISTS 'credit_card' AFTER 'paypal';
ALTER TYPE billing.payment_method ADD VALUE IF NOT EXISTS 'invoice';
