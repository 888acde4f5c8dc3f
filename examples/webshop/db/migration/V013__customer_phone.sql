-- SHOP-18: DHL wants a phone number for parcels over 5 kg
ALTER TABLE shop.customers ADD COLUMN phone VARCHAR(20);
