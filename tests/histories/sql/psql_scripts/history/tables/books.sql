\if :{?readers}
\else
\set readers public
\endif
BEGIN;
CREATE TABLE genres (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE books (id int PRIMARY KEY, title text NOT NULL, genre int REFERENCES genres);
GRANT SELECT ON books TO :readers;
COMMIT;
