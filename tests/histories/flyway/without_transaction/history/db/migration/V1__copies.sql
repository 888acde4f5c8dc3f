CREATE TABLE copies (book int, shelf int);
COPY copies (book, shelf) FROM stdin;
1	10
2	20
\.
CREATE INDEX copies_book_idx ON copies (book);
