CREATE SCHEMA app;
CREATE EXTENSION citext;
CREATE EXTENSION IF NOT EXISTS citext;
-- refused
CREATE EXTENSION citext;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA app;
SET search_path = app, public;
CREATE EXTENSION hstore;
CREATE TABLE t (id uuid DEFAULT app.uuid_generate_v4(), name citext NOT NULL, more hstore);
COMMENT ON EXTENSION citext IS 'data type for case-insensitive character strings';
-- learnt: comment on extension
COMMENT ON EXTENSION citext IS 'ours';
DROP EXTENSION IF EXISTS nothing;
-- refused
DROP EXTENSION nothing;
-- learnt: what DROP EXTENSION hstore CASCADE takes along is not known
DROP EXTENSION hstore CASCADE;
-- learnt: what goes with the extension in schema app is not known
DROP SCHEMA app CASCADE;
DROP EXTENSION citext;
