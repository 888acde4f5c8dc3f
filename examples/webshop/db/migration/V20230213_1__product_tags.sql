-- KB-110 (Jonas)
ALTER TABLE catalog.products ADD COLUMN tags TEXT[] NOT NULL DEFAULT '{}';
UPDATE catalog.products SET tags = '{bio,japan}' WHERE sku LIKE 'GT-%';
UPDATE catalog.products SET tags = array_append(tags, 'geschenk') WHERE price >= 50;
CREATE INDEX products_tags_idx ON catalog.products USING gin (tags);
