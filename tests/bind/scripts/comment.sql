CREATE SCHEMA app;
SET search_path = app;
CREATE TABLE t (id int PRIMARY KEY, "Mixed" text UNIQUE, c int CONSTRAINT positive CHECK (c > 0), CONSTRAINT "Odd one" UNIQUE (c), p int REFERENCES t);
CREATE INDEX i ON t (c);
CREATE VIEW v AS SELECT id, c FROM t;
CREATE SEQUENCE s;
CREATE TYPE e AS ENUM ('a');
CREATE FUNCTION f(a int, b text DEFAULT 'x') RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p(a int) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
COMMENT ON TABLE t IS 'it''s';
COMMENT ON TABLE app.t IS E'a\nb\\c';
COMMENT ON TABLE t IS '';
COMMENT ON TABLE t IS NULL;
COMMENT ON TABLE t IS 'umlaut ü, emoji 🐘';
COMMENT ON COLUMN t.id IS 'key';
COMMENT ON COLUMN app.t."Mixed" IS 'mixed';
COMMENT ON COLUMN t.id IS NULL;
COMMENT ON COLUMN v.c IS 'of a view';
COMMENT ON CONSTRAINT positive ON t IS 'p';
COMMENT ON CONSTRAINT t_pkey ON app.t IS 'k';
COMMENT ON CONSTRAINT "Odd one" ON t IS 'o';
COMMENT ON CONSTRAINT t_p_fkey ON t IS 'f';
COMMENT ON INDEX i IS 'i';
COMMENT ON INDEX app.i IS NULL;
COMMENT ON VIEW v IS 'v';
COMMENT ON SEQUENCE s IS 's';
COMMENT ON TYPE e IS 'e';
COMMENT ON TYPE app.e IS NULL;
COMMENT ON FUNCTION f(int, text) IS 'f';
COMMENT ON FUNCTION app.f IS NULL;
COMMENT ON PROCEDURE p(int) IS 'p';
COMMENT ON ROUTINE f(int, text) IS 'r';
COMMENT ON TRIGGER tr ON t IS 'tr';
COMMENT ON TRIGGER tr ON app.t IS NULL;
COMMENT ON SCHEMA app IS 'app';
-- refused
COMMENT ON TABLE nothing IS 'x';
-- refused
COMMENT ON TABLE v IS 'x';
-- refused
COMMENT ON COLUMN t.nothing IS 'x';
-- refused
COMMENT ON CONSTRAINT nothing ON t IS 'x';
-- refused
COMMENT ON FUNCTION f(int) IS 'x';
-- refused
COMMENT ON TRIGGER nothing ON t IS 'x';
-- refused
COMMENT ON SCHEMA nothing IS 'x';
-- refused
COMMENT ON VIEW t IS 'x';
-- learnt: comment on constraint index
COMMENT ON INDEX t_pkey IS 'x';
-- learnt: comment on another kind
COMMENT ON DATABASE comment IS 'x';
-- learnt: comment on type
COMMENT ON TYPE t IS 'row type';
ALTER TABLE t DROP CONSTRAINT positive;
ALTER TABLE t ADD CONSTRAINT positive CHECK (c > 0);
COMMENT ON CONSTRAINT positive ON t IS 'again';
ALTER TABLE t RENAME CONSTRAINT positive TO pos;
ALTER TABLE t ALTER COLUMN "Mixed" TYPE varchar(10);
COMMENT ON COLUMN t.c IS 'c';
ALTER TABLE t RENAME COLUMN c TO cc;
-- refused
ALTER TABLE t ALTER COLUMN cc TYPE bigint;
DROP VIEW v;
ALTER TABLE t ALTER COLUMN cc TYPE bigint;
