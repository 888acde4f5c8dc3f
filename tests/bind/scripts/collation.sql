CREATE SCHEMA app;
CREATE SCHEMA words;
SET search_path = app, words, public;
-- learnt: collation
CREATE COLLATION words.by_letter (provider = icu, locale = 'en-US');
CREATE TABLE t (a text COLLATE by_letter, b varchar(3) COLLATE words.by_letter, c text, d text COLLATE "en-x-icu");
ALTER TABLE t ADD COLUMN e text COLLATE by_letter;
ALTER TABLE t ALTER c TYPE varchar(9) COLLATE by_letter;
CREATE INDEX t_a ON t (a COLLATE by_letter, d COLLATE by_letter, e COLLATE "C");
CREATE DOMAIN word text COLLATE by_letter;
CREATE TYPE pair AS (first text COLLATE by_letter, second text);
CREATE VIEW v AS SELECT d COLLATE by_letter AS f, d FROM t;
-- fails
ALTER TABLE t ADD COLUMN f text COLLATE nothing_of_the_kind;
DROP VIEW v;
DROP TYPE pair;
DROP DOMAIN word;
DROP TABLE t;
