CREATE SCHEMA app;
CREATE SCHEMA words;
SET search_path = app, words, public;
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
CREATE COLLATION plain (locale = 'C');
CREATE COLLATION half (LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
CREATE COLLATION by_number (provider = icu, locale = 'en-u-kn', deterministic = false);
CREATE COLLATION old (provider = 'ICU', locale = 'de', version = '1', deterministic);
CREATE COLLATION copied FROM words.by_letter;
CREATE COLLATION "Of C" FROM "C";
CREATE COLLATION words.german FROM "de-AT-x-icu";
CREATE COLLATION IF NOT EXISTS plain (locale = 'POSIX');
-- refused
CREATE COLLATION plain (locale = 'C');
-- refused
CREATE COLLATION wrong (locale = 'C', lc_ctype = 'C');
-- refused
CREATE COLLATION wrong (lc_collate = 'C');
-- refused
CREATE COLLATION wrong (locale = 'C', deterministic = false);
-- refused
CREATE COLLATION wrong (provider = nobody, locale = 'C');
-- refused
CREATE COLLATION wrong (locale = 'C', nothing = 1);
-- refused
CREATE COLLATION wrong FROM nothing;
-- kept as they are written before PostgreSQL 16
CREATE COLLATION loose (provider = icu, locale = '@colStrength=secondary', deterministic = false);
CREATE COLLATION root (provider = icu, locale = '');
CREATE COLLATION by_country (provider = icu, locale = 'de_DE');
COMMENT ON COLLATION plain IS 'byte by byte';
COMMENT ON COLLATION plain IS NULL;
COMMENT ON COLLATION half IS 'half and half';
ALTER COLLATION plain OWNER TO CURRENT_USER;
ALTER COLLATION words.german REFRESH VERSION;
CREATE TABLE u (a text COLLATE german, b varchar(3), c text COLLATE "Of C", CHECK (b > 'x' COLLATE plain));
CREATE TYPE twin AS (first text COLLATE german, second text);
CREATE INDEX u_b ON u (b COLLATE copied, c COLLATE plain);
CREATE VIEW w AS SELECT b COLLATE words.german AS d, 1 AS n FROM u;
CREATE DOMAIN late text COLLATE german CHECK (VALUE > 'a' COLLATE half);
-- refused
DROP COLLATION words.german;
ALTER COLLATION german RENAME TO "Deutsch";
ALTER COLLATION "Deutsch" SET SCHEMA app;
ALTER COLLATION plain SET SCHEMA words;
ALTER SCHEMA words RENAME TO tongues;
SET search_path = app, tongues, public;
-- refused
ALTER COLLATION "Deutsch" RENAME TO half;
DROP COLLATION copied CASCADE;
DROP COLLATION half, plain CASCADE;
DROP COLLATION IF EXISTS nothing, by_number;
DROP COLLATION "Deutsch" CASCADE;
-- refused
DROP COLLATION nothing;
DROP SCHEMA tongues CASCADE;
CREATE COLLATION "Last" (provider = icu, locale = 'sv-u-co-search-ks-level1', deterministic = false);
CREATE TABLE kept (a text COLLATE "Last", b text, c varchar(3) COLLATE old, CHECK (b <> 'y' COLLATE "Last"));
CREATE INDEX kept_b ON kept (b COLLATE "Last", (lower(c) COLLATE "C"));
CREATE VIEW shown AS SELECT a, b COLLATE old AS d FROM kept WHERE c > 'c' COLLATE "Last";
CREATE DOMAIN one text COLLATE "Last" DEFAULT 'x';
ALTER COLLATION "Last" RENAME TO last_one;
