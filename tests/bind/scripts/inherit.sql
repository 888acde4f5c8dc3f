CREATE SCHEMA app;
SET search_path = app, public;
CREATE TABLE named (name text NOT NULL DEFAULT 'none', note text CHECK (note <> ''));
CREATE TABLE dated (
  at date NOT NULL,
  name text DEFAULT 'none',
  size int GENERATED ALWAYS AS (length('abc')) STORED,
  CONSTRAINT late CHECK (at > '2000-01-01') NO INHERIT,
  CONSTRAINT early CHECK (at < '2100-01-01')
);
CREATE TABLE cities (id serial PRIMARY KEY, people bigint, UNIQUE (people)) INHERITS (named);
COMMENT ON COLUMN named.note IS 'not inherited';
ALTER TABLE named ALTER note SET STATISTICS 50, ALTER note SET (n_distinct = 5), ALTER note SET STORAGE external;
-- What a child has of its own goes, also where the parent's stays as it is.
ALTER TABLE cities ALTER note SET STATISTICS 7, ALTER note SET STORAGE main;
ALTER TABLE named ALTER note SET STATISTICS 50;
ALTER TABLE named ALTER note SET STORAGE external;
ALTER TABLE ONLY named ALTER note SET STORAGE plain, ALTER note RESET (n_distinct);
ALTER TABLE named ALTER note SET STORAGE external, ALTER note SET (n_distinct = 5);
CREATE TABLE events (place text, name text NOT NULL DEFAULT 'event', CONSTRAINT early CHECK (at < '2100-01-01')) INHERITS (named, dated);
CREATE TABLE bare () INHERITS (app.dated);
CREATE TABLE talks (LIKE cities INCLUDING ALL, speaker text) INHERITS (bare);
-- refused
CREATE TABLE wrong (name int) INHERITS (named);
-- refused
CREATE TABLE wrong () INHERITS (named, named);
-- refused
CREATE TABLE wrong (CONSTRAINT early CHECK (at < '2200-01-01')) INHERITS (dated);
CREATE TABLE other (name text DEFAULT 'other');
-- refused
CREATE TABLE wrong () INHERITS (named, other);
CREATE TABLE agreed (name text DEFAULT 'agreed') INHERITS (named, other);
ALTER TABLE named ADD COLUMN rank int NOT NULL DEFAULT 0 CHECK (rank >= 0);
ALTER TABLE dated ADD COLUMN place text DEFAULT 'here', ADD COLUMN until date CHECK (until > at);
-- refused
ALTER TABLE ONLY named ADD COLUMN alone int;
-- refused
ALTER TABLE named ADD COLUMN number int GENERATED ALWAYS AS IDENTITY;
-- refused
ALTER TABLE events DROP COLUMN rank;
-- refused
ALTER TABLE events RENAME COLUMN rank TO level;
-- refused
ALTER TABLE named RENAME COLUMN name TO title;
-- refused
ALTER TABLE named ALTER name TYPE varchar(20);
ALTER TABLE named RENAME COLUMN rank TO level;
ALTER TABLE named ALTER level TYPE bigint, ALTER level SET DEFAULT 1;
ALTER TABLE ONLY named ALTER level SET DEFAULT 2, ALTER level DROP NOT NULL;
ALTER TABLE named ALTER level SET NOT NULL;
ALTER TABLE cities ALTER level DROP NOT NULL;
ALTER TABLE named ALTER level SET NOT NULL;
ALTER TABLE dated DROP COLUMN place;
ALTER TABLE ONLY dated DROP COLUMN until;
ALTER TABLE dated ADD COLUMN until date;
ALTER TABLE named ADD CONSTRAINT known CHECK (name <> 'nobody') NOT VALID;
-- refused
ALTER TABLE cities ADD CONSTRAINT known CHECK (name <> 'nobody');
ALTER TABLE named VALIDATE CONSTRAINT known;
ALTER TABLE cities ADD CONSTRAINT known CHECK (name <> 'nobody') NOT VALID;
-- refused
ALTER TABLE cities DROP CONSTRAINT known;
-- refused
ALTER TABLE ONLY named ADD CONSTRAINT mine CHECK (level < 10);
ALTER TABLE ONLY named ADD CONSTRAINT mine CHECK (level < 10) NO INHERIT;
-- refused
ALTER TABLE dated RENAME CONSTRAINT early TO late;
ALTER TABLE dated RENAME CONSTRAINT early TO soon;
-- refused
ALTER TABLE ONLY named RENAME CONSTRAINT known TO unknown;
ALTER TABLE ONLY named DROP CONSTRAINT known;
ALTER TABLE named ADD CHECK (level > -5);
ALTER TABLE named DROP CONSTRAINT named_level_check;
ALTER TABLE events NO INHERIT named;
-- refused
ALTER TABLE events NO INHERIT named;
ALTER TABLE named ADD COLUMN later int;
-- refused
ALTER TABLE events INHERIT named;
ALTER TABLE named DROP COLUMN later;
ALTER TABLE events INHERIT named;
-- refused
ALTER TABLE named INHERIT events;
-- refused
ALTER TABLE named INHERIT named;
CREATE TABLE loose (name text NOT NULL, note text, level bigint NOT NULL);
-- refused
ALTER TABLE loose INHERIT named;
ALTER TABLE loose ADD CONSTRAINT named_note_check CHECK (note <> ''), ADD CONSTRAINT named_level_check1 CHECK (level > -5);
CREATE VIEW seen AS SELECT name, level FROM ONLY named;
CREATE VIEW seen_too AS SELECT name FROM cities;
-- refused
ALTER TABLE named DROP COLUMN level;
ALTER TABLE named DROP COLUMN level CASCADE;
ALTER TABLE dated RENAME TO timed;
ALTER TABLE timed SET SCHEMA public;
ALTER SCHEMA app RENAME TO app2;
-- refused
ALTER TABLE public.timed ALTER size DROP EXPRESSION;
-- refused
ALTER TABLE app2.bare ALTER size DROP EXPRESSION;
CREATE TABLE app2.made (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
CREATE TABLE app2.made_too () INHERITS (app2.made);
-- refused
ALTER TABLE ONLY app2.made ALTER b DROP EXPRESSION;
ALTER TABLE app2.made ALTER b DROP EXPRESSION;
CREATE TYPE app2.mood AS ENUM ('sad', 'ok');
ALTER TABLE app2.made ADD COLUMN feels app2.mood CHECK (feels <> 'sad');
DROP TYPE app2.mood CASCADE;
INSERT INTO app2.cities (name) VALUES ('x');
UPDATE app2.named SET note = 'seen';
-- refused
DROP TABLE app2.named;
DROP TABLE app2.named, app2.agreed CASCADE;
CREATE MATERIALIZED VIEW app2.kept WITH (fillfactor = 70, toast.autovacuum_enabled = off) AS SELECT id, speaker FROM app2.talks;
ALTER MATERIALIZED VIEW app2.kept SET (autovacuum_enabled = false, fillfactor = 80);
ALTER MATERIALIZED VIEW app2.kept RESET (autovacuum_enabled);
DROP TABLE public.timed CASCADE;
CREATE TABLE app2.top (a int CHECK (a > 0), b text DEFAULT 'b' NOT NULL);
CREATE TABLE app2.down (c int, b text DEFAULT 'own') INHERITS (app2.top);
CREATE TABLE app2.deep (CONSTRAINT top_a_check CHECK (a > 0)) INHERITS (app2.down);
ALTER TABLE app2.deep ALTER b DROP DEFAULT, ALTER b DROP NOT NULL;
COMMENT ON COLUMN app2.deep.a IS 'from far above';
CREATE MATERIALIZED VIEW app2.kept WITH (fillfactor = 70) AS SELECT a FROM app2.top;
CREATE TABLE said (a int CONSTRAINT above CHECK (a > 0));
COMMENT ON CONSTRAINT above ON said IS 'more than none';
CREATE TABLE said_again (LIKE said INCLUDING CONSTRAINTS INCLUDING COMMENTS) INHERITS (said);
CREATE TABLE keyless (id int, other int NOT NULL);
CREATE TABLE keyless_child (more text) INHERITS (keyless);
ALTER TABLE keyless ADD CONSTRAINT keyless_pkey PRIMARY KEY (id, other);
CREATE TABLE squeezed (a int);
CREATE TABLE squeezed_too () INHERITS (squeezed);
ALTER TABLE squeezed ADD COLUMN b text COMPRESSION pglz;
ALTER TABLE squeezed ALTER b SET COMPRESSION default;
CREATE TABLE divided (a int) PARTITION BY LIST (a);
CREATE TABLE divided_1 PARTITION OF divided FOR VALUES IN (1);
ALTER TABLE divided ADD COLUMN b text COMPRESSION pglz;
ALTER TABLE divided ADD COLUMN c text;
ALTER TABLE divided ALTER c SET COMPRESSION pglz, ALTER c SET STATISTICS 9;
CREATE TABLE makes (a int, b int GENERATED ALWAYS AS (a + 7) STORED);
CREATE TABLE keeps (a int);
CREATE TABLE makes_too () INHERITS (keeps, makes);
-- learnt: a generated column stays with children, inherited from nowhere
ALTER TABLE makes DROP COLUMN a CASCADE;
DROP TABLE makes_too;
