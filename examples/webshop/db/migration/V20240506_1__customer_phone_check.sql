-- KB-170 (Lea): not validated yet, the old numbers are a zoo. V20240513_1 cleans up and validates.
ALTER TABLE shop.customers
    ADD CONSTRAINT customers_phone_check CHECK (phone ~ '^\+[1-9][0-9 ]{5,24}$') NOT VALID;
