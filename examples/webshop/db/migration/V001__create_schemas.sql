-- Kessel & Blatt web shop: the two schemas we start with.
-- mara, 2019-01-15, SHOP-1

CREATE SCHEMA shop;
CREATE SCHEMA catalog;

COMMENT ON SCHEMA shop IS 'Customers, carts and orders';
COMMENT ON SCHEMA catalog IS 'What we sell';
