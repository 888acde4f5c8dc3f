-- SHOP-72: customers point to their default address, addresses point to their customer: a circle.
-- Deferrable, so that the account page can save both in one transaction in any order.
ALTER TABLE shop.customers ADD COLUMN default_address_id INTEGER;

ALTER TABLE shop.customers
    ADD CONSTRAINT customers_default_address_id_fkey FOREIGN KEY (default_address_id)
        REFERENCES shop.customer_addresses (id) ON DELETE SET NULL
        DEFERRABLE INITIALLY DEFERRED;
