-- KB-130 (Jonas): staging area for the data of Teehaus Nord, whose shop we took over
CREATE SCHEMA legacy;
CREATE TABLE legacy.customers (mail text, vorname text, nachname text, ort text);
CREATE TABLE legacy.articles (nr text, bezeichnung text, preis text);

INSERT INTO legacy.customers (mail, vorname, nachname, ort) VALUES
    ('k.petersen@example.org', 'Kerstin', 'Petersen', 'Kiel'),
    ('M.Brandt@example.org',   'Miriam',  'Brandt',   'Fulda'),
    ('wiebke@example.net',     'Wiebke',  'Lührs',    'Husum');
INSERT INTO legacy.articles (nr, bezeichnung, preis) VALUES
    ('N-17', 'Ostfriesenmischung Broken', '7,90'),
    ('N-18', 'Kluntje weiß 500 g',        '3,20');
