CREATE INDEX CONCURRENTLY copies_shelf_idx ON copies (shelf);
