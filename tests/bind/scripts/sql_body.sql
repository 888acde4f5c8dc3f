-- Function bodies that are parsed when they are made, and follow renames: RETURN and BEGIN ATOMIC.
CREATE SCHEMA app;
SET search_path = app, public;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (id int PRIMARY KEY, a int, m mood, b text);
CREATE FUNCTION twice(x int) RETURNS int LANGUAGE sql IMMUTABLE RETURN x * 2;
CREATE FUNCTION thrice(int) RETURNS int IMMUTABLE RETURN $1 * 3;
CREATE FUNCTION mixed(x int, y text DEFAULT 'y') RETURNS text LANGUAGE sql RETURN y || app.twice(mixed.x)::text;
CREATE FUNCTION how() RETURNS mood LANGUAGE sql RETURN 'ok'::mood;
-- fails
CREATE FUNCTION how2() RETURNS mood LANGUAGE sql RETURN 'ok';
CREATE FUNCTION count_of(p int) RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM t WHERE a = p; END;
CREATE FUNCTION all_of(p int) RETURNS TABLE (i int, word text) LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT t.id, t.b || 'x' FROM t JOIN t AS u USING (id) WHERE t.m = 'ok' AND t.a > p ORDER BY 1; END;
CREATE FUNCTION rows_of() RETURNS SETOF t LANGUAGE sql BEGIN ATOMIC SELECT * FROM t; END;
CREATE FUNCTION nothing() RETURNS void LANGUAGE sql BEGIN ATOMIC END;
CREATE FUNCTION sub() RETURNS int LANGUAGE sql RETURN (SELECT max(a) FROM t WHERE m <> 'sad');
CREATE VIEW v AS SELECT twice(a) AS d FROM t;
CREATE OR REPLACE FUNCTION twice(x int) RETURNS int LANGUAGE sql IMMUTABLE RETURN x + x;
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
ALTER TABLE t RENAME TO things;
ALTER TABLE things RENAME COLUMN a TO amount;
ALTER FUNCTION twice(int) RENAME TO doubled;
ALTER TABLE things ADD COLUMN later int;
COMMENT ON FUNCTION count_of(int) IS 'counts';
SELECT count_of(1), doubled(2);
-- refused
ALTER TABLE things ALTER COLUMN amount TYPE bigint;
-- refused
ALTER TABLE things DROP COLUMN amount;
-- refused
DROP TABLE things;
CREATE FUNCTION writes() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO things VALUES (1); END;
DROP FUNCTION sub();
ALTER TABLE things DROP COLUMN amount CASCADE;
