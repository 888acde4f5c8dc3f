CREATE SCHEMA app;
CREATE SCHEMA other;
SET search_path = app;
CREATE TYPE timerange AS RANGE (subtype = time);
CREATE TYPE floats AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE FUNCTION apart(a time, b time) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$ SELECT extract(epoch FROM a - b) $$;
CREATE TYPE slot AS RANGE (SUBTYPE = time, SUBTYPE_DIFF = apart, MULTIRANGE_TYPE_NAME = slots);
CREATE TYPE other.words AS RANGE (subtype = text, subtype_opclass = text_pattern_ops, collation = "C", multirange_type_name = other.many_words);
CREATE TYPE letters AS RANGE (subtype = varchar, collation = "default");
CREATE TYPE app.a_very_long_name_of_a_type_that_is_about_as_long_as_names_can_get AS RANGE (subtype = int);
-- refused
CREATE TYPE timerange AS RANGE (subtype = int);
-- refused
CREATE TYPE timemultirange AS ENUM ('a');
-- refused
CREATE TYPE none AS RANGE (collation = "C");
COMMENT ON TYPE timerange IS 'from when to when';
CREATE TABLE shift (
  id int PRIMARY KEY,
  during timerange NOT NULL,
  all_of_it timemultirange,
  said other.words[],
  slot slot DEFAULT slot('08:00', '12:00'),
  CHECK (NOT isempty(during)),
  CHECK (during && timerange('08:00', '20:00')),
  EXCLUDE USING gist (during WITH &&)
);
CREATE INDEX ON shift USING gist (during);
CREATE FUNCTION longest(a timerange, b timemultirange) RETURNS timerange LANGUAGE sql AS $$ SELECT a $$;
CREATE VIEW shifts AS SELECT during, timemultirange(during) AS all_of_it FROM shift;
ALTER FUNCTION apart(time, time) RENAME TO difference;
ALTER FUNCTION difference(time, time) SET SCHEMA other;
-- learnt: the constructors of a range type keep its old name
ALTER TYPE floats RENAME TO doubles;
-- refused
DROP TYPE timerange;
ALTER SCHEMA app RENAME TO shop;
SET search_path = shop;
DROP TYPE letters;
DROP FUNCTION other.difference(time, time) CASCADE;
DROP TYPE timerange CASCADE;
