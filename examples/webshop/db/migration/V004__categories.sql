-- SHOP-5: categories form a tree, at most three levels deep (not enforced here, the admin UI does)
CREATE TABLE catalog.categories (
    id        SERIAL PRIMARY KEY,
    parent_id INTEGER REFERENCES catalog.categories (id),
    slug      VARCHAR(60) NOT NULL UNIQUE,
    name      VARCHAR(80) NOT NULL,
    position  SMALLINT NOT NULL DEFAULT 0
);
COMMENT ON COLUMN catalog.categories.slug IS 'Part of the URL, never changed once published';
