-- KB-130 (Jonas): those we know already (by mail) keep their account
INSERT INTO shop.customers (email, password_hash, first_name, last_name)
SELECT lower(l.mail), '!', l.vorname, l.nachname
  FROM legacy.customers l
 WHERE NOT EXISTS (SELECT 1 FROM shop.customers c WHERE lower(c.email) = lower(l.mail))
 ORDER BY l.mail;

INSERT INTO catalog.categories (id, parent_id, slug, name, position) VALUES (8, 1, 'ostfriesisch', 'Ostfriesentee', 4);
SELECT setval('catalog.categories_id_seq', 8);

INSERT INTO catalog.products (sku, category_id, title, price, weight_g, vat_code)
SELECT 'ON-' || substr(nr, 3), 8, bezeichnung, replace(preis, ',', '.')::numeric, 500, 'R'
  FROM legacy.articles
 ORDER BY nr;
