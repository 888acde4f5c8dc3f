CREATE OR REPLACE VIEW book_list AS SELECT id, title FROM books;
