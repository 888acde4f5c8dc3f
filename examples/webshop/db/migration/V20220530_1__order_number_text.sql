-- KB-75 (Jonas): order numbers get a prefix per channel ("W100001", "M90001"), so they become text.
ALTER TABLE shop.orders
    ALTER COLUMN order_number DROP DEFAULT,
    ALTER COLUMN order_number TYPE VARCHAR(16) USING CASE WHEN order_number < 100000 THEN 'M' ELSE 'W' END || order_number,
    ALTER COLUMN order_number SET DEFAULT 'W' || nextval('shop.order_number_seq');
