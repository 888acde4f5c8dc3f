-- SHOP-11: "duplicate key value violates unique constraint products_pkey" when the first product was
-- added in the admin UI. V006 inserted fixed ids and left the sequences at 1.
SELECT setval(pg_get_serial_sequence('catalog.categories', 'id'), (SELECT max(id) FROM catalog.categories));
SELECT setval(pg_get_serial_sequence('catalog.products', 'id'), (SELECT max(id) FROM catalog.products));
