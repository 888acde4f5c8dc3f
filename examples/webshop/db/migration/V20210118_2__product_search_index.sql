-- KB-12 (Jonas): alone in its file, CONCURRENTLY does not run inside a transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS products_search_idx ON catalog.products USING gin (search);
