CREATE SCHEMA app;
CREATE SCHEMA other;
SET search_path = app;
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION pair_lt(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a < ($2).a';
CREATE FUNCTION pair_gt(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a > ($2).a';
CREATE FUNCTION pair_ge(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a >= ($2).a';
CREATE FUNCTION pair_eq(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a = ($2).a';
CREATE FUNCTION pair_neg(pair) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW(-($1).a, -($1).b)::pair';
CREATE FUNCTION pair_at(pair, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a + $2';
CREATE FUNCTION at_pair(integer, pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($2).a + $1';
CREATE OPERATOR <<< (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_lt, COMMUTATOR = >>>, NEGATOR = >>>=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR >>> (LEFTARG = pair, RIGHTARG = pair, PROCEDURE = pair_gt, COMMUTATOR = <<<);
CREATE OPERATOR === (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_eq, COMMUTATOR = ===, HASHES, MERGES);
CREATE OPERATOR !! (RIGHTARG = pair, FUNCTION = pair_neg);
CREATE OPERATOR other.@@ (LEFTARG = pair, RIGHTARG = integer, FUNCTION = pair_at);
CREATE OPERATOR app.@@ (LEFTARG = integer, RIGHTARG = pair, FUNCTION = at_pair, COMMUTATOR = OPERATOR(other.@@));
-- refused
CREATE OPERATOR === (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_eq);
-- refused
CREATE OPERATOR ==== (LEFTARG = pair, FUNCTION = pair_neg);
-- refused
CREATE OPERATOR ==== (LEFTARG = pair, RIGHTARG = pair);
-- refused
CREATE OPERATOR ==== (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_eq, NEGATOR = ====);
COMMENT ON OPERATOR === (pair, pair) IS 'alike';
COMMENT ON OPERATOR !! (NONE, pair) IS 'turned';
ALTER OPERATOR === (pair, pair) SET (RESTRICT = eqsel, JOIN = eqjoinsel);
ALTER OPERATOR === (pair, pair) SET (JOIN = NONE);
-- refused
ALTER OPERATOR ==== (pair, pair) SET (JOIN = NONE);
ALTER OPERATOR other.@@ (pair, integer) SET SCHEMA app;
ALTER FUNCTION pair_eq(pair, pair) RENAME TO pairs_are_equal;
ALTER TYPE pair RENAME TO couple;
ALTER SCHEMA other RENAME TO more;
CREATE FUNCTION int_like(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE OPERATOR =~~= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int_like, COMMUTATOR = =~~=);
-- learnt: operator =~~~= may be PostgreSQL's own
CREATE OPERATOR =~= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int_like, NEGATOR = =~~~=);
CREATE TABLE t (a integer, b couple);
CREATE VIEW v AS SELECT a =~~= 3 AS alike FROM t;
-- fails
DROP OPERATOR =~~= (integer, integer);
-- learnt: a text may use operator app.=~~= (integer, integer)
DROP OPERATOR =~~= (integer, integer) CASCADE;
CREATE OPERATOR =~~= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int_like, COMMUTATOR = =~~=);
DROP OPERATOR =~~= (integer, integer);
DROP OPERATOR IF EXISTS ==== (integer, integer);
-- refused
DROP OPERATOR ==== (integer, integer);
DROP OPERATOR <<< (couple, couple);
DROP FUNCTION pair_neg(couple) CASCADE;
-- refused
DROP FUNCTION at_pair(integer, couple);
DROP TABLE t;
DROP TYPE couple CASCADE;
DROP SCHEMA more CASCADE;
CREATE TYPE word AS ENUM ('a', 'b');
CREATE FUNCTION word_less(word, word) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < $2';
CREATE FUNCTION word_more(word, word) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2';
CREATE FUNCTION word_turned(word) RETURNS word LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE OPERATOR <<< (LEFTARG = word, RIGHTARG = word, FUNCTION = word_less, COMMUTATOR = >>>, RESTRICT = scalarltsel);
CREATE OPERATOR >>> (LEFTARG = word, RIGHTARG = word, FUNCTION = word_more);
CREATE OPERATOR ~~> (LEFTARG = word, RIGHTARG = word, FUNCTION = word_more, COMMUTATOR = <~~);
CREATE OPERATOR @!@ (RIGHTARG = word, FUNCTION = word_turned);
COMMENT ON OPERATOR @!@ (NONE, word) IS 'it is ''turned''';
CREATE TABLE words (a word CHECK (a <<< 'b'), b word);
CREATE VIEW ordered AS SELECT a, @!@ b AS b FROM words WHERE b >>> 'a';
-- learnt: a text may use an operator of schema app
ALTER SCHEMA app RENAME TO main;
