CREATE TABLE books (
  id bigint PRIMARY KEY,
  title text NOT NULL
);
CREATE INDEX books_title ON books (title);
