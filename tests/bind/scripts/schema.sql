CREATE SCHEMA one;
CREATE SCHEMA IF NOT EXISTS one;
CREATE SCHEMA "Two Words";
CREATE SCHEMA AUTHORIZATION migrator;
CREATE SCHEMA IF NOT EXISTS other AUTHORIZATION migrator;
CREATE SCHEMA three
  CREATE TABLE t (id int PRIMARY KEY, n serial)
  CREATE VIEW v AS SELECT id FROM t
  CREATE INDEX ON t (n)
  CREATE SEQUENCE s
  CREATE TABLE u (t_id int REFERENCES t);
CREATE SCHEMA four
  CREATE VIEW v AS SELECT id FROM t
  CREATE INDEX i ON t (id)
  CREATE TABLE t (id int DEFAULT nextval('four.s'))
  CREATE SEQUENCE s;
COMMENT ON SCHEMA one IS 'the first';
COMMENT ON SCHEMA public IS 'ours';
COMMENT ON SCHEMA "Two Words" IS 'x';
COMMENT ON SCHEMA "Two Words" IS NULL;
CREATE TYPE one.mood AS ENUM ('sad', 'ok');
CREATE TABLE one.a (id int PRIMARY KEY, m one.mood DEFAULT 'ok', ms one.mood[]);
CREATE TABLE "Two Words".b (a_id int REFERENCES one.a, m one.mood CHECK (m > 'sad'));
CREATE FUNCTION one.f(m one.mood) RETURNS one.a LANGUAGE sql AS 'SELECT * FROM one.a';
CREATE FUNCTION one.g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON "Two Words".b FOR EACH ROW EXECUTE FUNCTION one.g();
CREATE VIEW "Two Words".v AS SELECT a.*, one.f(a.m) FROM one.a;
CREATE INDEX ON "Two Words".b ((m = 'ok'::one.mood));
ALTER SCHEMA one RENAME TO uno;
ALTER SCHEMA "Two Words" RENAME TO two;
-- refused
ALTER SCHEMA uno RENAME TO two;
-- refused
ALTER SCHEMA nothing RENAME TO something;
-- refused
CREATE SCHEMA uno;
-- refused
DROP SCHEMA uno;
-- refused
DROP SCHEMA nothing;
ALTER TABLE uno.a SET SCHEMA three;
ALTER TYPE uno.mood SET SCHEMA two;
ALTER FUNCTION uno.f SET SCHEMA three;
DROP SCHEMA uno CASCADE;
DROP SCHEMA two CASCADE;
DROP SCHEMA IF EXISTS two, migrator;
DROP SCHEMA three, four CASCADE;
DROP SCHEMA other RESTRICT;
