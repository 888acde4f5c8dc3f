-- superuser
CREATE SCHEMA app;
SET search_path = app, public;
CREATE FOREIGN DATA WRAPPER plain;
CREATE FOREIGN DATA WRAPPER "Checked" NO HANDLER VALIDATOR postgresql_fdw_validator;
CREATE FOREIGN DATA WRAPPER options OPTIONS (kind 'it''s a, "b"', "Kind" 'other=x', empty '');
-- refused
CREATE FOREIGN DATA WRAPPER plain;
-- refused
CREATE FOREIGN DATA WRAPPER wrong OPTIONS (a '1', a '2');
-- refused
CREATE FOREIGN DATA WRAPPER wrong VALIDATOR postgresql_fdw_validator OPTIONS (a '1');
-- refused
CREATE FOREIGN DATA WRAPPER wrong VALIDATOR postgresql_fdw_validator NO VALIDATOR;
ALTER FOREIGN DATA WRAPPER options OPTIONS (ADD more '1', SET kind 'x', DROP "Kind");
-- refused
ALTER FOREIGN DATA WRAPPER options OPTIONS (ADD kind 'x');
-- refused
ALTER FOREIGN DATA WRAPPER options OPTIONS (SET nothing 'x');
-- refused
ALTER FOREIGN DATA WRAPPER options OPTIONS (DROP nothing);
-- refused
ALTER FOREIGN DATA WRAPPER nothing OPTIONS (ADD a 'x');
ALTER FOREIGN DATA WRAPPER "Checked" NO VALIDATOR;
ALTER FOREIGN DATA WRAPPER "Checked" NO HANDLER VALIDATOR postgresql_fdw_validator;
ALTER FOREIGN DATA WRAPPER "Checked" RENAME TO checked;
-- refused
ALTER FOREIGN DATA WRAPPER checked RENAME TO plain;
COMMENT ON FOREIGN DATA WRAPPER plain IS 'does nothing';
ALTER FOREIGN DATA WRAPPER plain OWNER TO CURRENT_USER;
GRANT USAGE ON FOREIGN DATA WRAPPER plain TO reader WITH GRANT OPTION;
GRANT ALL ON FOREIGN DATA WRAPPER plain TO writer;
-- refused
GRANT SELECT ON FOREIGN DATA WRAPPER plain TO writer;
CREATE SERVER one FOREIGN DATA WRAPPER plain;
CREATE SERVER IF NOT EXISTS one TYPE 'other' FOREIGN DATA WRAPPER plain;
CREATE SERVER two TYPE 'kind' VERSION '1.0' FOREIGN DATA WRAPPER checked OPTIONS (host 'db', port '5432');
-- refused
CREATE SERVER wrong FOREIGN DATA WRAPPER nothing;
-- refused
CREATE SERVER wrong FOREIGN DATA WRAPPER checked OPTIONS (colour 'red');
-- refused
CREATE SERVER one FOREIGN DATA WRAPPER plain;
ALTER SERVER two VERSION '2.0' OPTIONS (SET host 'other', DROP port);
ALTER SERVER two VERSION NULL;
-- refused
ALTER SERVER two OPTIONS (ADD colour 'red');
ALTER SERVER two RENAME TO "Two";
COMMENT ON SERVER "Two" IS 'far away';
GRANT USAGE ON FOREIGN SERVER "Two" TO reader, writer;
REVOKE USAGE ON FOREIGN SERVER "Two" FROM writer;
CREATE USER MAPPING FOR CURRENT_USER SERVER one OPTIONS (anything 'goes');
CREATE USER MAPPING FOR PUBLIC SERVER "Two" OPTIONS ("user" 'me', password 'of mine');
CREATE USER MAPPING IF NOT EXISTS FOR PUBLIC SERVER "Two";
CREATE USER MAPPING FOR reader SERVER "Two";
-- refused
CREATE USER MAPPING FOR reader SERVER "Two";
-- refused
CREATE USER MAPPING FOR reader SERVER nothing;
-- refused
CREATE USER MAPPING FOR writer SERVER "Two" OPTIONS (host 'x');
ALTER USER MAPPING FOR PUBLIC SERVER "Two" OPTIONS (SET password 'another', DROP "user");
-- refused
ALTER USER MAPPING FOR writer SERVER "Two" OPTIONS (ADD password 'x');
DROP USER MAPPING FOR reader SERVER "Two";
DROP USER MAPPING IF EXISTS FOR reader SERVER "Two";
-- refused
DROP USER MAPPING FOR reader SERVER "Two";
-- refused
DROP SERVER one;
-- refused
DROP FOREIGN DATA WRAPPER plain;
-- tables
CREATE FOREIGN TABLE far (id int NOT NULL, name text OPTIONS (called 'nom') DEFAULT 'x' COLLATE "C", CHECK (id > 0))
  SERVER one OPTIONS (place 'there');
CREATE FOREIGN TABLE app."Other" (id bigint GENERATED ALWAYS AS IDENTITY, twice int GENERATED ALWAYS AS (3 * 2) STORED, n serial) SERVER one;
CREATE FOREIGN TABLE IF NOT EXISTS far (id int) SERVER one;
CREATE FOREIGN TABLE bare () SERVER one;
-- refused
CREATE FOREIGN TABLE wrong (id int) SERVER nothing;
-- refused
CREATE FOREIGN TABLE wrong (id int PRIMARY KEY) SERVER one;
-- refused
CREATE FOREIGN TABLE wrong (id int UNIQUE) SERVER one;
CREATE TABLE near (id int PRIMARY KEY);
-- refused
CREATE FOREIGN TABLE wrong (id int REFERENCES near) SERVER one;
-- refused
CREATE TABLE wrong (id int OPTIONS (a 'x'));
-- refused
CREATE TABLE wrong (id int REFERENCES far (id));
ALTER FOREIGN TABLE far OPTIONS (SET place 'here', ADD "Size" '7');
ALTER FOREIGN TABLE far ADD COLUMN more date OPTIONS (a 'b'), ALTER COLUMN id OPTIONS (ADD key 'true');
ALTER FOREIGN TABLE far ALTER COLUMN more OPTIONS (DROP a), ALTER COLUMN more TYPE text, ALTER COLUMN more SET DEFAULT 'x';
ALTER TABLE far ALTER COLUMN more SET NOT NULL, ALTER COLUMN more SET STATISTICS 7, ADD CONSTRAINT named CHECK (more <> 'y') NOT VALID;
ALTER FOREIGN TABLE far ALTER COLUMN more SET STORAGE EXTERNAL, ALTER COLUMN more SET (n_distinct = 3);
ALTER FOREIGN TABLE far VALIDATE CONSTRAINT named;
ALTER FOREIGN TABLE far RENAME COLUMN more TO rest;
ALTER TABLE far RENAME CONSTRAINT named TO called;
ALTER FOREIGN TABLE far DROP CONSTRAINT called;
ALTER FOREIGN TABLE far DROP COLUMN rest;
-- refused
ALTER FOREIGN TABLE far ADD PRIMARY KEY (id);
-- refused
ALTER FOREIGN TABLE far ALTER COLUMN id TYPE bigint USING id;
-- refused
ALTER FOREIGN TABLE far OPTIONS (ADD place 'x');
-- refused
ALTER FOREIGN TABLE far ALTER COLUMN nothing OPTIONS (ADD a 'x');
-- refused
ALTER FOREIGN TABLE near ADD COLUMN a int;
-- refused
ALTER TABLE near OPTIONS (ADD a 'x');
-- refused
ALTER TABLE far SET (fillfactor = 70);
-- refused
ALTER TABLE far SET UNLOGGED;
-- refused
ALTER TABLE far ENABLE ROW LEVEL SECURITY;
-- refused
ALTER TABLE far REPLICA IDENTITY FULL;
-- refused
CREATE INDEX ON far (id);
-- refused
CREATE POLICY p ON far USING (true);
-- refused
CREATE RULE r AS ON DELETE TO far DO INSTEAD NOTHING;
-- refused
DROP TABLE far;
-- refused
DROP FOREIGN TABLE near;
-- refused
COMMENT ON TABLE far IS 'x';
COMMENT ON FOREIGN TABLE far IS 'far';
COMMENT ON COLUMN far.name IS 'called';
COMMENT ON CONSTRAINT far_id_check ON far IS 'why';
GRANT SELECT, INSERT ON far TO reader;
GRANT SELECT (id) ON TABLE far TO writer;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE INSERT ON far FOR EACH ROW EXECUTE FUNCTION touch();
ALTER FOREIGN TABLE far DISABLE TRIGGER touch;
-- refused
CREATE CONSTRAINT TRIGGER once AFTER INSERT ON far FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW seen AS SELECT id, name FROM far;
CREATE TABLE copied (LIKE far INCLUDING ALL);
CREATE STATISTICS counted ON id, name FROM far;
-- names are followed
ALTER SERVER one RENAME TO first;
ALTER FOREIGN DATA WRAPPER plain RENAME TO bare;
ALTER FOREIGN TABLE far RENAME TO afar;
ALTER TABLE app."Other" RENAME TO other;
CREATE SCHEMA elsewhere;
ALTER FOREIGN TABLE other SET SCHEMA elsewhere;
ALTER SCHEMA elsewhere RENAME TO there;
-- families
CREATE TABLE parent (id int NOT NULL, kind text);
CREATE FOREIGN TABLE child (own int OPTIONS (o 'p')) INHERITS (parent) SERVER first;
ALTER FOREIGN TABLE child ALTER COLUMN kind OPTIONS (ADD a 'b');
ALTER TABLE parent ADD COLUMN later int DEFAULT 3, ADD CHECK (id > 1);
-- learnt: the compression of foreign table columns is not known
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE squeezed (a text COMPRESSION pglz);
CREATE FOREIGN TABLE squeezed_too () INHERITS (squeezed) SERVER first;
ALTER TABLE squeezed ADD COLUMN c text COMPRESSION pglz;
-- learnt: the compression of foreign table columns is not known
CREATE TABLE squeezed_like (LIKE squeezed_too INCLUDING COMPRESSION);
DROP TABLE squeezed_like;
CREATE TABLE squeezed_like (LIKE squeezed_too);
-- learnt: a foreign table's column is given a compression of its own
CREATE FOREIGN TABLE squeezed_alone (a text COMPRESSION pglz) SERVER first;
ALTER FOREIGN TABLE child ADD COLUMN last text OPTIONS (x 'y');
ALTER FOREIGN TABLE bare ADD COLUMN id int NOT NULL, ADD COLUMN kind text, ADD COLUMN later int, ADD CONSTRAINT parent_id_check CHECK (id > 1);
ALTER FOREIGN TABLE bare INHERIT parent;
ALTER FOREIGN TABLE bare NO INHERIT parent;
ALTER TABLE parent DROP COLUMN later;
-- partitions
CREATE TABLE parted (id int, at date) PARTITION BY RANGE (at);
CREATE INDEX ON parted (id);
CREATE FOREIGN TABLE old PARTITION OF parted FOR VALUES FROM ('2000-01-01') TO ('2001-01-01') SERVER first OPTIONS (a 'b');
CREATE FOREIGN TABLE new (id int, at date) SERVER first;
ALTER TABLE parted ATTACH PARTITION new FOR VALUES FROM ('2001-01-01') TO ('2002-01-01');
CREATE INDEX ON parted (at);
CREATE TRIGGER row AFTER INSERT ON parted FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE parted ADD COLUMN more text;
-- refused
CREATE UNIQUE INDEX ON parted (at);
-- refused
ALTER TABLE parted ADD PRIMARY KEY (at);
ALTER TABLE parted DETACH PARTITION new;
CREATE TABLE keyed (id int PRIMARY KEY) PARTITION BY LIST (id);
-- refused
CREATE FOREIGN TABLE of_keyed PARTITION OF keyed FOR VALUES IN (1) SERVER first;
-- refused
ALTER TABLE keyed ATTACH PARTITION new FOR VALUES IN (1);
-- a function of ours
CREATE FUNCTION app.look(text[], oid) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FOREIGN DATA WRAPPER ours VALIDATOR app.look OPTIONS (a 'b');
-- refused
DROP FUNCTION app.look(text[], oid);
ALTER FUNCTION app.look(text[], oid) RENAME TO looked;
ALTER FOREIGN DATA WRAPPER ours VALIDATOR looked OPTIONS (SET a 'c');
DROP FUNCTION looked(text[], oid) CASCADE;
-- what goes with what
CREATE SERVER passing FOREIGN DATA WRAPPER options;
CREATE USER MAPPING FOR PUBLIC SERVER passing;
CREATE FOREIGN TABLE gone (id int) SERVER passing;
CREATE VIEW of_gone AS SELECT id FROM gone;
-- refused
DROP SERVER passing;
DROP FOREIGN DATA WRAPPER options CASCADE;
DROP FOREIGN TABLE IF EXISTS gone, new;
DROP SERVER IF EXISTS passing;
DROP FOREIGN DATA WRAPPER IF EXISTS options;
-- refused
DROP SERVER passing;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_foreign_server WHERE srvname = 'made') THEN
    CREATE SERVER made FOREIGN DATA WRAPPER bare;
  END IF;
END $$;
