-- SHOP-7: the opening assortment. Ids are fixed because the printed flyers link to them.
INSERT INTO catalog.categories (id, parent_id, slug, name, position) VALUES
    (1, NULL, 'tee',         'Tee',           1),
    (2, NULL, 'zubehoer',    'Zubehör',       2),
    (3, 1,    'gruener-tee', 'Grüner Tee',    1),
    (4, 1,    'schwarztee',  'Schwarzer Tee', 2),
    (5, 1,    'kraeuter',    'Kräutertee',    3),
    (6, 2,    'kessel',      'Wasserkessel',  1),
    (7, 2,    'kannen',      'Kannen',        2);

INSERT INTO catalog.products (id, sku, category_id, name, description, price_cents, weight_g) VALUES
    (1, 'GT-1001', 3, 'Sencha Kirschblüte', 'Japanischer Sencha mit Sauerkirschblättern', 890,  100),
    (2, 'GT-1002', 3, 'Gyokuro',            'Schattentee aus Uji',                        2450, 50),
    (3, 'ST-2001', 4, 'Assam Mangalam',     'Second Flush, kräftig und malzig',           1190, 100),
    (4, 'ST-2002', 4, 'Darjeeling FTGFOP1', 'First Flush, blumig',                        1590, 100),
    (5, 'KR-3001', 5, 'Pfefferminze',       'Ganze Blätter aus Thüringen',                490,  75),
    (6, 'KE-4001', 6, 'Kessel "Rhön" 1,2 l', 'Emailliert, für alle Herdarten',            5900, 1100),
    (7, 'KA-5001', 7, 'Kyusu 300 ml',       'Seitengriffkanne aus Tokoname',              6900, 350);
