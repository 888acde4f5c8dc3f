CREATE SCHEMA app;
CREATE EXTENSION btree_gist;
CREATE EXTENSION citext;
SET search_path = app, public;
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE DOMAIN span AS tstzrange;
CREATE TABLE room (
  id int PRIMARY KEY,
  during tstzrange NOT NULL,
  kind mood,
  label citext,
  cancelled boolean,
  "from" date,
  until date,
  spare span,
  note text,
  EXCLUDE USING gist (id WITH =, during WITH &&),
  CONSTRAINT by_kind EXCLUDE USING gist (kind WITH =, daterange("from", until, '[]') WITH &&)
    WHERE (NOT cancelled) DEFERRABLE INITIALLY DEFERRED,
  EXCLUDE USING gist (id WITH =, during WITH &&)
);
ALTER TABLE room ADD EXCLUDE USING gist (during WITH &&) INCLUDE (id) WITH (fillfactor = 70) WHERE (id > 3);
ALTER TABLE room ADD EXCLUDE USING gist (id WITH <>, spare WITH OPERATOR(pg_catalog.&&));
ALTER TABLE room ADD EXCLUDE (label WITH =, kind WITH =);
ALTER TABLE room ADD EXCLUDE USING hash (kind WITH =);
ALTER TABLE room ADD EXCLUDE USING btree (lower(note) text_pattern_ops WITH =, abs(id) DESC NULLS LAST WITH =);
ALTER TABLE room ADD EXCLUDE USING gist (id gist_int4_ops WITH =, daterange("from", until) WITH -|-) DEFERRABLE;
-- learnt: the operator for an expression over other types than PostgreSQL's is not known
ALTER TABLE room ADD EXCLUDE (coalesce(label, 'x') WITH =);
-- refused
ALTER TABLE room ADD EXCLUDE USING gist (nothing WITH =);
-- refused
ALTER TABLE room ADD CONSTRAINT by_kind EXCLUDE USING gist (id WITH =);
-- fails
ALTER TABLE room ADD EXCLUDE USING gist (during WITH <);
COMMENT ON CONSTRAINT by_kind ON room IS 'one at a time';
-- learnt: the copy of "by_kind" is named after columns as they were
CREATE TABLE copied (LIKE room INCLUDING ALL);
DROP TABLE copied;
CREATE TABLE small (a int, d daterange, EXCLUDE USING gist (a WITH =, daterange(lower(d), 'infinity') WITH &&) WHERE (a > 0));
CREATE TABLE small_copy (LIKE small INCLUDING ALL);
ALTER TABLE room RENAME COLUMN during TO lasts;
ALTER TABLE room RENAME COLUMN id TO number;
ALTER TABLE room RENAME CONSTRAINT room_kind_excl TO kind_only;
ALTER INDEX kind_only RENAME TO kinds_only;
ALTER TABLE room RENAME TO rooms;
CREATE SCHEMA other;
ALTER TABLE rooms SET SCHEMA other;
ALTER TABLE other.rooms SET SCHEMA app;
CREATE TABLE kinds_seen (a int);
-- refused
CREATE TABLE kinds_only (a int);
ALTER TABLE rooms ALTER number TYPE bigint;
ALTER TABLE rooms DROP CONSTRAINT by_kind;
-- refused
ALTER TABLE rooms DROP COLUMN until;
ALTER TABLE rooms DROP COLUMN until CASCADE;
-- refused
ALTER TABLE rooms DROP COLUMN number;
ALTER TABLE rooms DROP COLUMN number CASCADE;
ALTER TABLE rooms DROP COLUMN spare, DROP COLUMN lasts, ADD COLUMN lasts tstzrange;
ALTER TABLE rooms ADD COLUMN n int, ADD EXCLUDE USING gist (n WITH =, lasts WITH &&);
ALTER SCHEMA app RENAME TO shop;
