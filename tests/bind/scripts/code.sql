-- DO blocks and functions: what only reads and writes rows is understood, all else is learnt.
CREATE SCHEMA app;
SET search_path = app, public;
CREATE TABLE t (id int PRIMARY KEY, a int, b text);
CREATE TABLE log (at int, what text);
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM t WHERE id = 2) THEN INSERT INTO t VALUES (2, 1, 'x'); END IF; END $$;
DO LANGUAGE plpgsql $$
DECLARE
  v_id int; n bigint := 0; r record; c CURSOR FOR SELECT * FROM t;
BEGIN
  FOR v_id IN SELECT id FROM t LOOP UPDATE app.t SET a = 2 WHERE id = v_id; END LOOP;
  FOR r IN c LOOP n := n + r.id; END LOOP;
  FOR i IN 1..3 LOOP CONTINUE WHEN i = 2; DELETE FROM log WHERE at = i; END LOOP;
  SELECT count(*) INTO n FROM t;
  GET DIAGNOSTICS n = ROW_COUNT;
  WHILE n > 0 LOOP n = n - 1; END LOOP;
  CASE n WHEN 0 THEN PERFORM 1; ELSE RAISE NOTICE 'n is %', n; END CASE;
  INSERT INTO log SELECT 1, 'x' RETURNING at INTO n;
  ASSERT n = 1, 'one';
EXCEPTION WHEN unique_violation THEN NULL;
END $$;
CREATE FUNCTION note(w text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.log VALUES (1, w); END $$;
CREATE FUNCTION half(x numeric, s int DEFAULT 2) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT round(x / 2, s) $$;
CREATE FUNCTION fib(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN IF n < 2 THEN RETURN n; END IF; RETURN app.fib(n - 1) + app.fib(n - 2); END $$;
CREATE FUNCTION pairs() RETURNS SETOF t LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN QUERY SELECT * FROM app.t; RETURN; END $$;
CREATE PROCEDURE tidy() LANGUAGE sql AS $$ DELETE FROM app.log WHERE at > 1; UPDATE app.t SET a = 0 $$;
SELECT note('x');
SELECT half(3.5);
SELECT fib(5);
SELECT * FROM pairs();
CALL tidy();
INSERT INTO log VALUES (half(4)::int, 'half');
DO $$ BEGIN PERFORM app.note('y'); CALL app.tidy(); END $$;
WITH gone AS (DELETE FROM log RETURNING *) INSERT INTO t SELECT at + 10, at, what FROM gone LIMIT 1;
TRUNCATE log;
-- Temporary tables are in no catalog, and settings but few decide nothing.
DO $$ BEGIN
  CREATE TEMP TABLE picked AS SELECT id FROM app.t;
  CREATE INDEX ON picked (id);
  UPDATE app.t SET a = 2 FROM picked WHERE picked.id = t.id;
END $$;
INSERT INTO log SELECT id, 'picked' FROM picked;
DO $$ BEGIN CREATE TEMP TABLE again (at int); CREATE TABLE app.beside (id int); INSERT INTO again VALUES (1); END $$;
CREATE FUNCTION in_steps() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  SET intervalstyle = 'iso_8601';
  FOR i IN 1..2 LOOP
    DROP TABLE IF EXISTS steps;
    CREATE TEMP TABLE steps (at int) ON COMMIT DROP;
    INSERT INTO steps VALUES (i);
    INSERT INTO app.log SELECT at, 'step' FROM steps;
    DROP TABLE steps;
  END LOOP;
END $$;
SELECT in_steps();
CREATE TABLE steps (id int);
CREATE FUNCTION hides() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE TEMP TABLE t (i int); UPDATE t SET i = 1; DROP TABLE t; END $$;
-- learnt: it calls function app.hides(), which hides relation t
SELECT hides();
CREATE FUNCTION drops() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE IF EXISTS steps; END $$;
-- learnt: it calls function app.drops(), which runs DROP TABLE
SELECT drops();
-- What is not only about rows.
-- learnt: a DO block runs EXECUTE, whose text is made at run time
DO $$ BEGIN EXECUTE 'CREATE TABLE app.hidden (id int)'; END $$;
-- learnt: a DO block runs EXECUTE, whose text is made at run time
DO $$ DECLARE r record; BEGIN FOR r IN EXECUTE 'SELECT 1' LOOP NULL; END LOOP; END $$;
-- learnt: a DO block runs CREATE TABLE
DO $$ BEGIN IF (SELECT count(*) FROM app.t) > 0 THEN CREATE TABLE app.plain (id int); END IF; END $$;
-- learnt: a DO block runs CREATE TABLE
DO $$ BEGIN FOR i IN 1..2 LOOP CREATE TABLE IF NOT EXISTS app.plain (id int); END LOOP; END $$;
-- learnt: a DO block runs CREATE TABLE
DO $$ DECLARE n int := 1; BEGIN CREATE TABLE app.counted AS SELECT n AS one; END $$;
DO $$ BEGIN SET search_path = public; END $$;
SET search_path = app, public;
-- learnt: a DO block calls a function that runs a text
DO $$ BEGIN PERFORM query_to_xml('SELECT 1', true, false, ''); END $$;
CREATE FUNCTION sly() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'ALTER TABLE app.t ADD COLUMN IF NOT EXISTS sly int'; RETURN 1; END $$;
CREATE FUNCTION slyer() RETURNS int LANGUAGE sql AS $$ SELECT app.sly() $$;
CREATE FUNCTION into_table() RETURNS void LANGUAGE sql AS $$ CREATE TABLE IF NOT EXISTS app.made (i int) $$;
-- learnt: it calls function app.slyer(), which runs EXECUTE, whose text is made at run time
SELECT slyer();
-- learnt: a DO block runs EXECUTE, whose text is made at run time
DO $$ BEGIN IF app.slyer() = 1 THEN NULL; END IF; END $$;
-- learnt: it calls function app.into_table(), which runs CREATE TABLE
SELECT into_table();
CREATE PROCEDURE in_parts() LANGUAGE plpgsql AS $$ BEGIN UPDATE app.t SET a = 1; COMMIT; END $$;
-- learnt: it calls function app.in_parts(), which runs commit
CALL in_parts();
-- Functions of the session's own schema: no catalog shows them, and what they do is in their code.
CREATE OR REPLACE FUNCTION pg_temp.passing(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.log VALUES ($1, 'passing'); RETURN 1; END $$;
CREATE OR REPLACE FUNCTION pg_temp.passing(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM app.log; RETURN 2; END $$;
CREATE FUNCTION pg_temp.passing_sly() RETURNS int LANGUAGE sql AS $$ SELECT app.sly() $$;
UPDATE t SET a = pg_temp.passing(a);
-- learnt: it calls function pg_temp.passing_sly(), which runs EXECUTE, whose text is made at run time
SELECT pg_temp.passing_sly();
DROP FUNCTION pg_temp.passing(int);
-- refused
SELECT pg_temp.never_made();
DISCARD TEMP;
-- refused
SELECT pg_temp.passing_sly();
