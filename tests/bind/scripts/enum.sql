CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE app.empty AS ENUM ();
SET search_path = app, public;
CREATE TYPE "Odd Type" AS ENUM ('a', 'b''c', '', 'Ümlaut', 'a b');
ALTER TYPE mood ADD VALUE 'glad';
ALTER TYPE mood ADD VALUE 'bad' BEFORE 'ok';
ALTER TYPE app.mood ADD VALUE 'fine' AFTER 'ok';
ALTER TYPE mood ADD VALUE 'last' AFTER 'glad';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'last' BEFORE 'sad';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'first' BEFORE 'sad';
ALTER TYPE mood RENAME VALUE 'bad' TO 'very bad';
ALTER TYPE app.empty ADD VALUE 'one';
CREATE TABLE t (m mood DEFAULT 'ok' CHECK (m <> 'sad'), ms mood[] DEFAULT '{ok}', o "Odd Type" NOT NULL DEFAULT 'a b');
CREATE INDEX ON t (m) WHERE m = 'happy';
CREATE VIEW v AS SELECT m, 'ok'::mood AS o FROM t WHERE m > 'sad';
CREATE FUNCTION f(m mood DEFAULT 'ok') RETURNS mood LANGUAGE sql AS 'SELECT m';
COMMENT ON TYPE mood IS 'how it is';
ALTER TYPE mood RENAME TO temper;
ALTER TYPE temper SET SCHEMA public;
ALTER TYPE public.temper SET SCHEMA app;
ALTER TYPE "Odd Type" RENAME TO odd;
-- learnt: the type has a label of no letters: the text may mean it
ALTER TYPE odd RENAME VALUE '' TO 'nothing';
ALTER TABLE t ALTER COLUMN o DROP DEFAULT, ALTER COLUMN o TYPE text;
ALTER TABLE t ALTER COLUMN o TYPE odd USING o::odd;
-- refused
ALTER TYPE temper ADD VALUE 'ok';
-- refused
ALTER TYPE temper ADD VALUE 'x' BEFORE 'nothing';
-- refused
ALTER TYPE temper RENAME VALUE 'nothing' TO 'x';
-- refused
ALTER TYPE temper RENAME VALUE 'ok' TO 'sad';
-- refused
ALTER TYPE nothing ADD VALUE 'x';
-- refused
CREATE TYPE temper AS ENUM ('a');
-- refused
CREATE TYPE t AS ENUM ('a');
-- refused
CREATE TYPE app.twice AS ENUM ('a', 'a');
-- refused
DROP TYPE temper;
-- refused
DROP TYPE nothing;
DROP TYPE IF EXISTS nothing, app.empty;
DROP TYPE temper CASCADE;
ALTER TABLE t ALTER COLUMN o TYPE text USING o::text;
DROP TYPE odd;
