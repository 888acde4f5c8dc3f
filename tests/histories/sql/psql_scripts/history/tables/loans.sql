\set days 28
CREATE TABLE loans (book int NOT NULL REFERENCES books, reader text NOT NULL, due date DEFAULT current_date + :days);
\ir shared/comment.sql
