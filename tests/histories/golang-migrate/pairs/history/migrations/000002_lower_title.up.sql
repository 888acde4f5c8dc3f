CREATE INDEX CONCURRENTLY books_title_lower ON books (lower(title));
