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
CREATE SCHEMA shop;
SET search_path = shop, public;
CREATE EXTENSION pg_trgm WITH SCHEMA shop;
CREATE TABLE found (id int, name text, names text[], at inet);
CREATE INDEX by_words ON found USING gin (name gin_trgm_ops);
CREATE INDEX by_signature ON found USING gist (name gist_trgm_ops(siglen = 32));
CREATE INDEX by_prefix ON found (name text_pattern_ops);
CREATE INDEX by_range ON found USING brin (id int4_minmax_multi_ops, name text_bloom_ops);
CREATE INDEX by_net ON found USING gist (at inet_ops);
CREATE INDEX by_lower ON found USING gin (lower(name) gin_trgm_ops, (name || 'x') COLLATE "C" gin_trgm_ops);
CREATE INDEX by_upper ON found USING gist (upper(name) gist_trgm_ops);
CREATE VIEW alike AS SELECT similarity(name, 'x') AS near FROM found;
CREATE EXTENSION "uuid-ossp" WITH SCHEMA shop;
CREATE TABLE numbered (id uuid DEFAULT uuid_generate_v4(), other uuid DEFAULT gen_random_uuid());
