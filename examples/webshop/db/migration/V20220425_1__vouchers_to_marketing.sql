-- KB-70 (Jonas): marketing gets its own schema and takes the vouchers along
CREATE SCHEMA marketing;
COMMENT ON SCHEMA marketing IS 'Campaigns, vouchers and the newsletter';

ALTER TABLE shop.vouchers SET SCHEMA marketing;
