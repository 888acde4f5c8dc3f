CREATE SCHEMA app;
CREATE SCHEMA other;
SET search_path = app, public;
CREATE DOMAIN email AS text CHECK (VALUE ~ '@') CONSTRAINT short CHECK (length(value) < 200);
CREATE DOMAIN price AS numeric(10, 2) DEFAULT 0 NOT NULL CONSTRAINT positive CHECK (VALUE >= 0);
CREATE DOMAIN app.code varchar(8) COLLATE "C" NULL DEFAULT NULL;
CREATE DOMAIN "Odd Name" AS int[] DEFAULT '{1,2}' CHECK (cardinality(VALUE) > 0);
CREATE DOMAIN never AS text CHECK (VALUE IN ('a', 'b')) CHECK (VALUE <> '') CHECK (VALUE IS NOT NULL);
CREATE DOMAIN work_email AS email DEFAULT 'x@example.com' CHECK (VALUE LIKE '%@example.com');
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN good_mood AS mood DEFAULT 'ok' CHECK (VALUE > 'sad');
-- refused
CREATE DOMAIN mood AS text;
-- refused
CREATE DOMAIN email AS text;
CREATE TABLE t (id int PRIMARY KEY, e email, p price DEFAULT 5, c code, m good_mood, es email[], CHECK (e <> 'a@b'));
-- refused
CREATE TYPE email AS ENUM ('a');
-- refused
CREATE TABLE email (a int);
CREATE INDEX ON t (e);
CREATE VIEW v AS SELECT e, p + 1 AS p, 'a@b'::email AS constant, c || 'x' AS c FROM t;
CREATE VIEW asked AS SELECT e, max(p) AS p, 1 + count(*) AS n, c FROM t GROUP BY e, c UNION ALL SELECT e, p, 0, c FROM t;
CREATE TABLE asked_too AS SELECT e, coalesce(e, 'a@b') AS f, es, coalesce(m, 'ok') AS m FROM t;
DROP VIEW asked;
DROP TABLE asked_too;
CREATE FUNCTION f(e email DEFAULT 'a@b') RETURNS price LANGUAGE sql AS 'SELECT 1::numeric';
CREATE TABLE u (LIKE t INCLUDING ALL);
ALTER DOMAIN price SET DEFAULT 1 + 1;
ALTER DOMAIN price DROP NOT NULL;
ALTER DOMAIN price DROP NOT NULL;
ALTER DOMAIN code SET NOT NULL;
ALTER DOMAIN price DROP DEFAULT;
ALTER DOMAIN code SET DEFAULT 'abc';
ALTER DOMAIN code SET DEFAULT NULL;
ALTER DOMAIN code ADD CHECK (VALUE <> 'x');
ALTER DOMAIN code ADD CHECK (VALUE <> 'y');
ALTER DOMAIN code ADD CONSTRAINT later CHECK (VALUE <> 'z') NOT VALID;
ALTER DOMAIN code VALIDATE CONSTRAINT later;
ALTER DOMAIN code ADD CONSTRAINT unchecked CHECK (VALUE <> 'zz') NOT VALID;
-- refused
ALTER DOMAIN code ADD CONSTRAINT later CHECK (VALUE <> 'z');
ALTER DOMAIN code DROP CONSTRAINT code_check1;
ALTER DOMAIN code DROP CONSTRAINT IF EXISTS code_check1;
-- refused
ALTER DOMAIN code DROP CONSTRAINT code_check1;
ALTER DOMAIN code RENAME CONSTRAINT later TO late;
COMMENT ON DOMAIN price IS 'in euros';
COMMENT ON CONSTRAINT positive ON DOMAIN price IS 'no gifts';
COMMENT ON TYPE code IS 'short';
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
ALTER TYPE mood RENAME TO temper;
ALTER DOMAIN email RENAME TO address;
ALTER TYPE price RENAME TO amount;
ALTER DOMAIN address SET SCHEMA other;
ALTER SCHEMA other RENAME TO another;
CREATE TABLE x (a another.address, b amount);
ALTER TABLE x ALTER COLUMN a TYPE text;
ALTER TABLE x ADD COLUMN d app."Odd Name";
DROP DOMAIN IF EXISTS nothing;
-- refused
DROP DOMAIN another.address;
-- refused
DROP DOMAIN nothing;
DROP DOMAIN never;
DROP TYPE amount CASCADE;
CREATE DOMAIN counted AS int DEFAULT 3;
CREATE TABLE null_default (a counted DEFAULT NULL, b int DEFAULT NULL);
ALTER TABLE null_default ALTER a DROP DEFAULT;
ALTER TABLE null_default ALTER a SET DEFAULT NULL, ALTER b SET DEFAULT NULL;
CREATE DOMAIN pg_temp.short AS text CHECK (length(value) < 3);
CREATE TEMPORARY TABLE fleeting (a int);
-- learnt: it goes with the temporary table that it names
CREATE DOMAIN rows_of_it AS fleeting[];
-- learnt: it goes with the temporary table that it names
CREATE FUNCTION a_of(fleeting) RETURNS int LANGUAGE sql AS 'SELECT $1.a';
DROP FUNCTION a_of;
DROP DOMAIN rows_of_it;
