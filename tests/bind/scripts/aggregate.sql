CREATE SCHEMA app;
CREATE SCHEMA other;
SET search_path = app;
CREATE FUNCTION first_of(a anyelement, b anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION add_up(total bigint, x integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT coalesce($1, 0) + $2';
CREATE FUNCTION take_off(total bigint, x integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT coalesce($1, 0) - $2';
CREATE FUNCTION as_words(total bigint) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE FUNCTION plus_both(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE AGGREGATE first (anyelement) (SFUNC = first_of, STYPE = anyelement);
CREATE AGGREGATE total (x integer) (SFUNC = add_up, STYPE = bigint, INITCOND = 5, SSPACE = 16, COMBINEFUNC = plus_both, PARALLEL = SAFE);
CREATE AGGREGATE other.words (integer) (SFUNC = add_up, STYPE = int8, FINALFUNC = as_words, FINALFUNC_MODIFY = SHAREABLE);
CREATE AGGREGATE moving (integer) (SFUNC = add_up, STYPE = bigint, MSFUNC = add_up, MINVFUNC = take_off, MSTYPE = bigint, MSSPACE = 8, MINITCOND = '0', MFINALFUNC = as_words, FINALFUNC = as_words);
CREATE AGGREGATE old_style (BASETYPE = integer, SFUNC1 = add_up, STYPE1 = bigint, INITCOND1 = '0');
CREATE AGGREGATE how_many (*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE largest (integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >);
CREATE AGGREGATE lists (VARIADIC items integer[]) (SFUNC = array_cat, STYPE = integer[], INITCOND = '{}');
CREATE AGGREGATE mean (double precision) (SFUNC = float8_accum, STYPE = double precision[], FINALFUNC = float8_avg, INITCOND = '{0,0,0}');
CREATE FUNCTION keep(a integer[], b integer) RETURNS integer[] LANGUAGE sql IMMUTABLE AS 'SELECT $1 || $2';
CREATE FUNCTION nth(a integer[], n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1[$2]';
CREATE AGGREGATE nth_of (integer ORDER BY integer) (SFUNC = keep, STYPE = integer[], INITCOND = '{}', FINALFUNC = nth);
-- refused
CREATE AGGREGATE total (integer) (SFUNC = add_up, STYPE = bigint);
-- refused
CREATE AGGREGATE nothing (integer) (SFUNC = add_up);
CREATE OR REPLACE AGGREGATE total (x integer) (SFUNC = add_up, STYPE = bigint, INITCOND = 7);
-- refused
CREATE OR REPLACE FUNCTION total(integer) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
-- fails
CREATE OR REPLACE AGGREGATE first_of (anyelement, anyelement) (SFUNC = first_of, STYPE = anyelement);
COMMENT ON AGGREGATE total(integer) IS 'all of it';
COMMENT ON AGGREGATE how_many(*) IS 'rows';
COMMENT ON AGGREGATE nth_of (integer ORDER BY integer) IS 'of a list';
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT total(a) AS sum, how_many(*) AS n, first(b) AS b FROM t;
ALTER AGGREGATE total(integer) RENAME TO sum_up;
ALTER FUNCTION add_up(bigint, integer) RENAME TO add_one;
ALTER FUNCTION plus_both(bigint, bigint) SET SCHEMA other;
ALTER AGGREGATE other.words(integer) SET SCHEMA app;
GRANT EXECUTE ON FUNCTION sum_up(integer) TO PUBLIC;
REVOKE ALL ON FUNCTION how_many() FROM PUBLIC;
-- refused
DROP FUNCTION words(integer);
-- refused
DROP FUNCTION as_words(bigint);
-- refused
DROP AGGREGATE sum_up(integer);
-- refused
DROP AGGREGATE as_words(bigint);
DROP AGGREGATE IF EXISTS nothing(integer);
DROP AGGREGATE words(integer), old_style(integer);
ALTER SCHEMA other RENAME TO more;
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE AGGREGATE moods (mood) (SFUNC = array_append, STYPE = mood[], INITCOND = '{}');
ALTER TYPE mood RENAME TO temper;
ALTER TYPE temper SET SCHEMA more;
DROP FUNCTION take_off(bigint, integer) CASCADE;
SELECT sum_up(a) FROM t;
DROP AGGREGATE sum_up(integer) CASCADE;
DROP TYPE more.temper CASCADE;
DROP SCHEMA more CASCADE;
CREATE AGGREGATE count_of_any ("any") (sfunc = int8inc_any, stype = int8, initcond = '0');
