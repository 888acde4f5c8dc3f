CREATE SCHEMA app;
SET search_path = app, public;
CREATE TABLE t (id int PRIMARY KEY, a int, b text, secret boolean);
CREATE TABLE other (id int PRIMARY KEY, n int, note text);
CREATE PUBLICATION empty;
CREATE PUBLICATION "Of t" FOR TABLE t;
CREATE PUBLICATION chosen FOR TABLE app.t (id, b, a) WHERE (a > 3 AND b <> 'x'), ONLY other WITH (publish = 'update , insert');
CREATE PUBLICATION rooted WITH (publish_via_partition_root);
CREATE PUBLICATION mute WITH (publish = '', publish_via_partition_root = off);
-- refused
CREATE PUBLICATION empty;
-- refused
CREATE PUBLICATION wrong FOR TABLE nothing;
-- refused
CREATE PUBLICATION wrong FOR TABLE t (nothing);
-- refused
CREATE PUBLICATION wrong WITH (publish = 'insert, select');
-- refused
CREATE PUBLICATION wrong WITH (publish_all);
-- only a superuser may
-- fails
CREATE PUBLICATION whole FOR ALL TABLES;
-- fails
CREATE PUBLICATION whole FOR TABLES IN SCHEMA app;
ALTER PUBLICATION empty ADD TABLE t, other WHERE (n IS NOT NULL);
-- refused
ALTER PUBLICATION empty ADD TABLE t;
ALTER PUBLICATION empty DROP TABLE t;
-- refused
ALTER PUBLICATION empty DROP TABLE t;
-- refused
ALTER PUBLICATION nothing ADD TABLE t;
ALTER PUBLICATION empty SET TABLE t (id), other WHERE (n IS NOT NULL);
ALTER PUBLICATION empty SET TABLE other WHERE (n > 7);
ALTER PUBLICATION mute SET (publish = 'delete, truncate', publish_via_partition_root = true);
ALTER PUBLICATION mute SET (publish = 'truncate, delete, update, insert');
ALTER PUBLICATION rooted SET (publish_via_partition_root = 'false');
-- refused
ALTER PUBLICATION rooted SET (publish = 'nothing');
COMMENT ON PUBLICATION "Of t" IS 'for the others';
COMMENT ON PUBLICATION "Of t" IS NULL;
COMMENT ON PUBLICATION chosen IS 'some of it';
-- refused
COMMENT ON PUBLICATION nothing IS 'x';
ALTER PUBLICATION "Of t" RENAME TO of_t;
-- refused
ALTER PUBLICATION of_t RENAME TO chosen;
-- refused
ALTER PUBLICATION nothing RENAME TO something;
ALTER PUBLICATION of_t OWNER TO CURRENT_USER;
-- they follow names
ALTER TABLE t RENAME COLUMN b TO c;
ALTER TABLE t RENAME COLUMN a TO zz;
ALTER TABLE t RENAME TO things;
ALTER SCHEMA app RENAME TO main;
SET search_path = main, public;
ALTER TABLE other SET SCHEMA public;
-- a column goes with CASCADE alone, and its table leaves then
-- refused
ALTER TABLE things DROP COLUMN zz;
-- refused
ALTER TABLE things DROP COLUMN c;
-- fails
ALTER TABLE things ALTER COLUMN zz TYPE bigint;
-- fails
ALTER TABLE things ALTER COLUMN c TYPE varchar(9);
ALTER TABLE things ALTER COLUMN secret TYPE text;
ALTER TABLE things DROP COLUMN secret;
ALTER TABLE things DROP COLUMN zz CASCADE;
-- the tables that inherit, unless ONLY
CREATE TABLE parent (id int, kind text);
CREATE TABLE child () INHERITS (parent);
CREATE PUBLICATION family FOR TABLE parent WHERE (id > 1);
CREATE PUBLICATION alone FOR TABLE ONLY parent;
ALTER PUBLICATION family DROP TABLE ONLY parent;
ALTER PUBLICATION family SET TABLE parent (kind);
ALTER PUBLICATION family DROP TABLE parent;
-- a table leaves without a word
CREATE TABLE gone (id int);
ALTER PUBLICATION of_t ADD TABLE gone;
DROP TABLE gone;
CREATE SCHEMA passing;
CREATE TABLE passing.t (id int);
ALTER PUBLICATION of_t ADD TABLE passing.t;
DROP SCHEMA passing CASCADE;
CREATE TABLE parted (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE part_one PARTITION OF parted FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE PUBLICATION parts FOR TABLE parted, part_one WITH (publish_via_partition_root = true);
DROP TABLE parted;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_publication WHERE pubname = 'realtime') THEN
    CREATE PUBLICATION realtime FOR TABLE things;
  END IF;
END $$;
DROP PUBLICATION mute, alone;
DROP PUBLICATION IF EXISTS nothing, rooted;
-- refused
DROP PUBLICATION nothing;
DROP PUBLICATION family CASCADE;
