CREATE SCHEMA app;
SET search_path = app, public;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE team (id int PRIMARY KEY, boss text);
CREATE TABLE t (id int, owner_name text, team_id int REFERENCES team, m mood, secret boolean);
CREATE FUNCTION may_see(name text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY plain ON t;
CREATE POLICY own ON t USING (owner_name = current_user);
CREATE POLICY "Of Boss" ON app.t AS RESTRICTIVE FOR UPDATE TO reader, writer
  USING (EXISTS (SELECT 1 FROM team WHERE team.id = t.team_id AND boss = t.owner_name)) WITH CHECK (secret);
CREATE POLICY adding ON t FOR INSERT TO writer, PUBLIC WITH CHECK (m > 'sad' AND id > 0);
CREATE POLICY looking ON t FOR SELECT TO CURRENT_USER USING (may_see(owner_name) AND team_id IN (SELECT id FROM team));
CREATE POLICY removing ON t FOR DELETE USING (true);
-- refused
CREATE POLICY own ON t;
-- refused
CREATE POLICY wrong ON t FOR SELECT WITH CHECK (true);
-- refused
CREATE POLICY wrong ON t FOR INSERT USING (true);
-- refused
CREATE POLICY wrong ON nothing;
ALTER POLICY own ON t TO reader;
ALTER POLICY own ON t USING (owner_name = session_user) WITH CHECK (id < 9);
ALTER POLICY own ON t RENAME TO "Own One";
COMMENT ON POLICY removing ON t IS 'all of them';
-- refused
ALTER POLICY nothing ON t TO reader;
ALTER TABLE t RENAME COLUMN owner_name TO named;
ALTER TABLE t RENAME TO things;
ALTER TABLE team RENAME COLUMN boss TO chief;
ALTER TYPE mood RENAME VALUE 'sad' TO 'low';
ALTER FUNCTION may_see RENAME TO may_look;
-- refused
ALTER TABLE things DROP COLUMN secret;
-- refused
DROP TABLE team;
-- fails
ALTER TABLE things ALTER COLUMN id TYPE bigint;
ALTER TABLE things DROP COLUMN secret CASCADE;
DROP POLICY removing ON things;
DROP POLICY IF EXISTS removing ON things;
-- refused
DROP POLICY removing ON things;
ALTER TABLE things SET SCHEMA public;
CREATE TABLE other (id int);
CREATE POLICY gone ON other USING (id > 0);
DROP TABLE other;
DROP FUNCTION may_look CASCADE;
