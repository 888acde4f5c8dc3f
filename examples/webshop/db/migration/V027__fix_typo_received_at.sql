-- BILL-5: "i before e except after c"
ALTER TABLE billing.payments RENAME COLUMN recieved_at TO received_at;
