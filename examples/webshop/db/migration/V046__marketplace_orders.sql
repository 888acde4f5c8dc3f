-- SHOP-74: orders of the closed marketplace stall, typed in from the PDF. Customers 1 to 4 have no login.
INSERT INTO shop.customers (id, email, password_hash, first_name, last_name, phone) VALUES
    (1, 'm.brandt@example.org',  '!', 'Miriam',  'Brandt',  '0661/12345'),
    (2, 'oeztuerk@example.net',  '!', 'Emre',    'Öztürk',  '+49 172 5550101'),
    (3, 'lena.huber@example.com', '!', 'Lena',   'Huber',   NULL),
    (4, 'info@teehaus.example',  '!', NULL,      'Teehaus am Markt', '0561 9988-0');

INSERT INTO shop.customer_addresses (id, customer_id, kind, street, zip, city, country) VALUES
    (1, 1, 'shipping', 'Am Rosengarten 3',  '36037', 'Fulda',  'DE'),
    (2, 2, 'shipping', 'Kantstraße 88',     '10627', 'Berlin', 'DE'),
    (3, 3, 'shipping', 'Linzer Gasse 12',   '5020',  'Salzburg', 'AT'),
    (4, 4, 'billing',  'Marktplatz 1',      '34117', 'Kassel', 'DE'),
    (5, 4, 'shipping', 'Marktplatz 1, Hof', '34117', 'Kassel', 'DE');

UPDATE shop.customers c
   SET default_address_id = a.id
  FROM shop.customer_addresses a
 WHERE a.customer_id = c.id
   AND a.kind = 'shipping';

INSERT INTO shop.orders (id, order_number, customer_id, status, shipping_address_id, created_at) VALUES
    (1, 90001, 1, 'shipped',   1, '2019-11-02 10:15:00+01'),
    (2, 90002, 2, 'shipped',   2, '2019-11-24 19:40:00+01'),
    (3, 90003, 4, 'paid',      5, '2019-12-03 08:05:00+01'),
    (4, 90004, 3, 'cancelled', 3, '2019-12-21 23:58:00+01');

INSERT INTO shop.order_items (order_id, product_id, quantity, price_cents) VALUES
    (1, 1, 2, 850), (1, 5, 1, 450),
    (2, 6, 1, 5900),
    (3, 3, 10, 1090), (3, 4, 5, 1490),
    (4, 2, 1, 2450);

SELECT setval('shop.customers_id_seq', 4);
SELECT setval('shop.customer_addresses_id_seq', 5);
SELECT setval('shop.orders_id_seq', 4);
