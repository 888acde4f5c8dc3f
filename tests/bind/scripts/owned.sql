-- superuser
CREATE SCHEMA app;
CREATE SCHEMA theirs AUTHORIZATION reader;
CREATE TABLE app.t (id serial PRIMARY KEY, a text, n int GENERATED ALWAYS AS IDENTITY);
CREATE TABLE app.kept (id int, a text);
CREATE VIEW app.v AS SELECT id FROM app.t;
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE app.mood AS ENUM ('sad');
CREATE STATISTICS app.s ON id, a FROM app.kept;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER far FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR reader SERVER far;
ALTER TABLE app.t OWNER TO reader;
ALTER FUNCTION app.f() OWNER TO reader;
ALTER TYPE app.mood OWNER TO writer;
ALTER STATISTICS app.s OWNER TO reader;
ALTER SERVER far OWNER TO reader;
GRANT SELECT ON app.t TO writer WITH GRANT OPTION;
REASSIGN OWNED BY reader TO writer;
REASSIGN OWNED BY "Odd Role" TO writer;
-- it takes no user mapping along
DROP USER MAPPING FOR reader SERVER far;
REASSIGN OWNED BY writer, reader TO reader;
CREATE USER MAPPING FOR reader SERVER far;
-- privileges go with what the role owns
GRANT SELECT, INSERT ON app.kept TO reader, writer WITH GRANT OPTION;
GRANT UPDATE (a) ON app.kept TO reader;
GRANT USAGE ON SCHEMA app TO reader;
GRANT USAGE ON FOREIGN DATA WRAPPER w TO reader;
CREATE POLICY alone ON app.kept TO reader USING (true);
CREATE POLICY shared ON app.kept TO reader, writer USING (true);
ALTER DEFAULT PRIVILEGES FOR ROLE reader IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
CREATE TABLE theirs.others (id int);
-- refused
DROP OWNED BY reader;
ALTER TABLE theirs.others SET SCHEMA app;
-- a view of mine stands on the table
-- refused
DROP OWNED BY reader;
DROP OWNED BY reader CASCADE;
DROP OWNED BY reader;
DROP OWNED BY writer, "Odd Role" RESTRICT;
-- learnt: what else the role of the migrations owns is not known
REASSIGN OWNED BY CURRENT_USER TO CURRENT_USER;
