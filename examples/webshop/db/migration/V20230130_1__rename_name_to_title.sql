-- KB-107 (Jonas): "name" clashes with the brand's name in every second join. The views keep their column names.
ALTER TABLE catalog.products RENAME COLUMN name TO title;
