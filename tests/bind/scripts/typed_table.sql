CREATE SCHEMA app;
SET search_path = app, public;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE person AS (id int, name text COLLATE "C", feels mood);
CREATE TABLE people OF person;
CREATE TABLE staff OF person (id WITH OPTIONS PRIMARY KEY, name DEFAULT 'nobody' NOT NULL, CHECK (id > 0), UNIQUE (name));
CREATE TABLE IF NOT EXISTS staff OF person;
-- refused
CREATE TABLE wrong OF person (age WITH OPTIONS NOT NULL);
-- refused
CREATE TABLE wrong OF mood;
-- refused
CREATE TABLE wrong OF nothing;
INSERT INTO people VALUES (1, 'Ada', 'ok');
CREATE INDEX ON people (name);
-- refused
ALTER TYPE person ADD ATTRIBUTE born date;
ALTER TYPE person ADD ATTRIBUTE born date CASCADE;
ALTER TYPE person ALTER ATTRIBUTE born TYPE timestamp CASCADE;
-- refused
ALTER TYPE person RENAME ATTRIBUTE born TO birth;
ALTER TYPE person RENAME ATTRIBUTE born TO birth CASCADE;
-- refused
ALTER TYPE person DROP ATTRIBUTE feels;
ALTER TYPE person DROP ATTRIBUTE feels CASCADE;
ALTER TABLE people NOT OF;
-- refused
ALTER TABLE people NOT OF;
ALTER TABLE people ADD COLUMN more int;
-- refused
ALTER TABLE people OF person;
ALTER TABLE people DROP COLUMN more;
ALTER TABLE people OF person;
CREATE TABLE parent (id int);
CREATE TABLE child () INHERITS (parent);
CREATE TYPE just_id AS (id int);
-- refused
ALTER TABLE child OF just_id;
ALTER TABLE parent OF just_id;
ALTER TYPE just_id ADD ATTRIBUTE more text CASCADE;
ALTER TYPE person RENAME TO human;
ALTER TYPE human SET SCHEMA public;
ALTER SCHEMA app RENAME TO renamed;
SET search_path = renamed, public;
-- refused
DROP TYPE public.human;
DROP TYPE public.human CASCADE;
