-- KB-61 (Jonas): reviews brought over from the marketplace
INSERT INTO catalog.product_reviews (id, product_id, customer_id, stars, title, body, approved, created_at) VALUES
    (1, 1, 1, 5, 'Mein Lieblingstee', 'Duftet wie ein Garten im April.', true,  '2019-11-20 09:00:00+01'),
    (2, 1, 2, 4, NULL,                'Gut, etwas teuer.',               true,  '2019-12-02 20:11:00+01'),
    (3, 6, 2, 2, 'Deckel klappert',   '',                                true,  '2019-12-28 13:37:00+01'),
    (4, 3, 4, 5, 'Für unser Café',    'Seit Jahren zuverlässig.',        true,  '2020-01-15 07:45:00+01'),
    (5, 2, 3, 1, 'spam',              'BUY CHEAP WATCHES',               false, '2020-02-01 03:00:00+01');
SELECT setval('catalog.product_reviews_id_seq', 5);
