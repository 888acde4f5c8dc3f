-- KB-15 (Jonas): OVERRIDING, because the ERP already knows these brands by id
INSERT INTO catalog.brands (id, name, country) OVERRIDING SYSTEM VALUE VALUES
    (1, 'Kessel & Blatt', 'DE'),
    (2, 'Uji Sannō-en',   'JP'),
    (3, 'Rhön Emaille',   'DE');
SELECT setval(pg_get_serial_sequence('catalog.brands', 'id'), 3);

UPDATE catalog.products SET brand_id = 2 WHERE sku IN ('GT-1002', 'KA-5001');
UPDATE catalog.products SET brand_id = 3 WHERE sku = 'KE-4001';
UPDATE catalog.products SET brand_id = 1 WHERE brand_id IS NULL;
