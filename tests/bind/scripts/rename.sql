CREATE SCHEMA a;
CREATE SCHEMA b;
SET search_path = a;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE SEQUENCE numbers;
CREATE TABLE parent (id serial PRIMARY KEY, code text UNIQUE, m mood DEFAULT 'ok', n int DEFAULT nextval('numbers'), g int GENERATED ALWAYS AS IDENTITY, twice int GENERATED ALWAYS AS (2 * n) STORED, CONSTRAINT n_ok CHECK (n > 0 AND m <> 'sad'));
CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent ON DELETE CASCADE, code text REFERENCES parent (code), UNIQUE (parent_id, code));
CREATE INDEX ON parent (lower(code)) WHERE n > 5;
CREATE INDEX child_idx ON child (code, parent_id) INCLUDE (id);
CREATE FUNCTION twice(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 * 2';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION of_parent(parent) RETURNS SETOF parent LANGUAGE sql AS 'SELECT * FROM a.parent';
CREATE VIEW joined AS SELECT p.id, p.code, c.id AS child_id, twice(p.n) AS tw, p.m = 'ok' AS fine FROM parent p JOIN child c ON c.parent_id = p.id;
CREATE VIEW over AS SELECT j.code, count(*) AS n FROM joined j GROUP BY j.code;
CREATE VIEW whole AS SELECT parent, parent.code FROM parent;
CREATE TRIGGER tr BEFORE UPDATE OF code, n ON parent FOR EACH ROW WHEN (NEW.code <> OLD.code) EXECUTE FUNCTION touch();
CREATE TABLE uses_row (p parent, ps parent[]);
ALTER TABLE parent RENAME COLUMN code TO "Code";
ALTER TABLE parent RENAME COLUMN n TO number;
ALTER TABLE parent RENAME id TO parent_key;
ALTER TABLE child RENAME COLUMN parent_id TO p;
ALTER TABLE child RENAME COLUMN code TO parent_code;
ALTER TABLE parent RENAME COLUMN g TO gg;
ALTER TABLE parent RENAME TO "Parent";
ALTER TABLE child RENAME TO kid;
ALTER TABLE child_idx RENAME TO kid_idx;
ALTER INDEX "parent_lower_idx" RENAME TO lower_idx;
ALTER INDEX kid_idx RENAME TO "Kid idx";
ALTER INDEX parent_pkey RENAME TO the_key;
ALTER TABLE "Parent" RENAME CONSTRAINT n_ok TO number_ok;
ALTER TABLE "Parent" RENAME CONSTRAINT parent_code_key TO code_alone;
ALTER TABLE kid RENAME CONSTRAINT child_parent_id_fkey TO kid_of;
ALTER TYPE mood RENAME TO temper;
ALTER TYPE temper RENAME VALUE 'ok' TO 'fine';
ALTER SEQUENCE numbers RENAME TO digits;
ALTER SEQUENCE parent_id_seq RENAME TO keys;
ALTER FUNCTION twice(int) RENAME TO doubled;
ALTER FUNCTION touch RENAME TO touched;
ALTER TRIGGER tr ON "Parent" RENAME TO touches;
ALTER VIEW joined RENAME TO both_of;
ALTER VIEW both_of RENAME COLUMN code TO c;
ALTER VIEW over RENAME TO "Over";
ALTER VIEW "Over" RENAME COLUMN n TO how_many;
ALTER SCHEMA a RENAME TO aa;
SET search_path = aa, b;
ALTER TABLE "Parent" SET SCHEMA b;
ALTER TABLE kid SET SCHEMA b;
ALTER TYPE temper SET SCHEMA b;
ALTER SEQUENCE digits SET SCHEMA b;
ALTER FUNCTION doubled SET SCHEMA b;
ALTER FUNCTION touched() SET SCHEMA b;
ALTER VIEW both_of SET SCHEMA b;
ALTER VIEW IF EXISTS nothing SET SCHEMA b;
ALTER VIEW IF EXISTS nothing RENAME TO n;
ALTER TABLE IF EXISTS nothing SET SCHEMA b;
ALTER TABLE uses_row RENAME COLUMN p TO q;
ALTER TABLE uses_row RENAME TO rows;
-- refused
ALTER TABLE b.kid SET SCHEMA nowhere;
ALTER TABLE b.kid SET SCHEMA b;
CREATE TABLE aa.kid (x int);
-- refused
ALTER TABLE aa.kid SET SCHEMA b;
-- refused
ALTER TABLE aa.kid RENAME TO rows;
-- refused
ALTER TABLE b.kid RENAME COLUMN id TO p;
-- refused
ALTER TABLE b.kid RENAME CONSTRAINT kid_of TO child_pkey;
-- refused
ALTER INDEX "Kid idx" RENAME TO lower_idx;
-- refused
ALTER TABLE nothing RENAME TO something;
-- refused
ALTER TYPE b.temper RENAME TO "Parent";
-- refused
ALTER VIEW rows RENAME TO x;
-- refused
ALTER SEQUENCE rows RENAME TO x;
ALTER TABLE b."Parent" DROP COLUMN number CASCADE;
DROP TABLE b."Parent" CASCADE;
