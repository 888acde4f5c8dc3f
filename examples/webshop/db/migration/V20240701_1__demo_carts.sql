-- KB-178 (Lea): two carts for the load test
INSERT INTO shop.carts (id, customer_id, session_key) VALUES (1, 1, 'demo-0001'), (2, NULL, 'demo-0002');
INSERT INTO shop.cart_items (cart_id, product_id, quantity, price) VALUES (1, 1, 2, 9.50), (1, 5, 1, 4.90), (2, 3, 4, 12.50);
INSERT INTO shop.wishlists (id, customer_id, name, is_public) VALUES (1, 2, 'Geburtstag', true);
INSERT INTO shop.wishlist_items (wishlist_id, product_id, note) VALUES (1, 7, 'die kleine!');
SELECT setval('shop.carts_id_seq', 2), setval('shop.wishlists_id_seq', 1);
