-- DO blocks with DDL: the path is followed where the catalogs decide it.
CREATE SCHEMA app;
SET search_path = app, public;
CREATE TABLE t (id int PRIMARY KEY, a int, legend text);
CREATE TABLE log (what text);
DO $$ BEGIN CREATE TABLE plain (id int); ALTER TABLE plain ADD COLUMN more text; INSERT INTO log VALUES ('made'); END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('sad', 'ok'); END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('twice'); END IF;
END $$;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns c WHERE c.table_schema = 'app' AND c.table_name = 't' AND c.column_name = 'legend')
  THEN ALTER TABLE t RENAME COLUMN legend TO legend_key;
  ELSE ALTER TABLE t ADD COLUMN never int; END IF;
END $$;
DO $$ BEGIN
  IF EXISTS (SELECT FROM information_schema.columns WHERE table_schema <> 'information_schema' AND table_name = 't' AND column_name = 'legend') THEN
    ALTER TABLE t DROP COLUMN legend;
  ELSIF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name IN ('nowhere', 'plain') AND table_schema = current_schema()) THEN
    ALTER TABLE plain RENAME TO plainer;
  END IF;
END $$;
DO $$
DECLARE has_key bool; has_a bool;
BEGIN
  has_key := (SELECT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'legend_key'));
  has_a := EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'b');
  IF has_key = TRUE AND NOT has_a THEN ALTER TABLE t ADD COLUMN b int DEFAULT 3; RETURN; END IF;
  DROP TABLE t;
END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'a_positive' AND conrelid = 'app.t'::regclass) THEN
    ALTER TABLE t ADD CONSTRAINT a_positive CHECK (a > 0);
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'a_positive' AND conrelid = 'log'::regclass) THEN
    ALTER TABLE log ADD CONSTRAINT a_positive CHECK (what <> '');
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_indexes WHERE tablename = 't' AND indexname = 't_a') THEN CREATE INDEX t_a ON t (a); END IF;
  IF to_regclass('app.nowhere') IS NULL AND to_regclass('t') IS NOT NULL THEN COMMENT ON TABLE t IS 'there'; END IF;
END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.constraint_column_usage WHERE table_name = 't' AND constraint_name = 'a_small') THEN
    ALTER TABLE t ADD CONSTRAINT a_small CHECK (a < 1000);
  END IF;
  IF EXISTS (SELECT 1 FROM information_schema.constraint_column_usage WHERE table_name = 't' AND column_name = 'id' AND constraint_name = 'a_small') THEN
    DROP TABLE t;
  ELSIF EXISTS (SELECT 1 FROM information_schema.constraint_column_usage WHERE column_name = 'a' AND constraint_name = 'a_small') THEN
    ALTER TABLE t RENAME CONSTRAINT a_small TO a_under_1000;
  END IF;
END $$;
DO $$ BEGIN CREATE TYPE size AS ENUM ('s', 'l'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'nobody_here') THEN
    GRANT SELECT ON ALL TABLES IN SCHEMA app TO nobody_here;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'migrator') THEN GRANT SELECT ON t TO PUBLIC; END IF;
END $$;
-- learnt: a DO block runs CREATE TYPE
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood' AND typlen = 3) THEN CREATE TYPE other AS ENUM (); END IF; END $$;
-- learnt: a DO block runs CREATE TYPE
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'pg_monitor') THEN CREATE TYPE third AS ENUM (); END IF; END $$;
-- learnt: a DO block runs ALTER TABLE
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_proc WHERE proname = 'now') THEN ALTER TABLE t ADD COLUMN c int; END IF; END $$;
-- learnt: type "mood" already exists
DO $$ BEGIN CREATE TYPE mood AS ENUM ('x'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
-- learnt: a DO block raises an exception
DO $$ BEGIN CREATE TABLE gone (i int); RAISE EXCEPTION 'no'; EXCEPTION WHEN OTHERS THEN NULL; END $$;
