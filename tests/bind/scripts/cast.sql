CREATE SCHEMA app;
SET search_path = app;
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION as_mood(integer) RETURNS mood LANGUAGE sql IMMUTABLE AS $$SELECT CASE WHEN $1 > 0 THEN 'high' ELSE 'low' END::app.mood$$;
CREATE FUNCTION as_pair(text, integer, boolean) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW(1, 2)::app.pair';
CREATE CAST (integer AS mood) WITH FUNCTION as_mood(integer) AS ASSIGNMENT;
CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT;
CREATE CAST (text AS pair) WITH FUNCTION as_pair(text, integer, boolean);
CREATE CAST (pair AS mood[]) WITH INOUT;
-- refused
CREATE CAST (integer AS mood) WITH FUNCTION as_mood(integer);
COMMENT ON CAST (integer AS mood) IS 'above zero is high';
-- refused
COMMENT ON CAST (bigint AS mood) IS 'none';
ALTER FUNCTION as_mood(integer) RENAME TO mood_of;
ALTER TYPE mood RENAME TO temper;
ALTER SCHEMA app RENAME TO main;
SET search_path = main;
-- refused
DROP FUNCTION mood_of(integer);
DROP CAST (pair AS temper[]);
DROP CAST IF EXISTS (pair AS temper[]);
-- refused
DROP CAST (pair AS temper[]);
DROP FUNCTION mood_of(integer) CASCADE;
CREATE TABLE t (a text DEFAULT 'x');
-- learnt: a text may use cast (character varying AS main.temper)
DROP TYPE temper CASCADE;
DROP TABLE t;
DROP TYPE pair CASCADE;
CREATE TYPE word AS ENUM ('a', 'b');
CREATE FUNCTION word_of(integer) RETURNS word LANGUAGE sql IMMUTABLE AS $$SELECT 'a'::main.word$$;
CREATE CAST (integer AS word) WITH FUNCTION word_of AS IMPLICIT;
CREATE CAST (word AS json) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (word AS json) IS 'as text';
CREATE TABLE words (a word DEFAULT 1);
