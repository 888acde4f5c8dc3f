CREATE SCHEMA app;
SET search_path = app, public;
CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, name text COLLATE "C", born date, active bool DEFAULT true, balance numeric(10, 2));
CREATE TABLE orders (id bigint PRIMARY KEY, user_id int REFERENCES users, total numeric(12, 2), placed timestamptz, tags text[]);
CREATE VIEW v1 AS SELECT * FROM users;
CREATE VIEW v2 AS SELECT id, email AS mail FROM users WHERE active;
CREATE VIEW v3 (a, b) AS SELECT id, name FROM users;
CREATE VIEW v4 (a) AS SELECT id, name FROM users;
CREATE VIEW v5 WITH (security_barrier) AS SELECT id FROM users;
CREATE VIEW v6 WITH (security_barrier = false, security_invoker = true) AS SELECT id FROM users;
CREATE VIEW v7 AS SELECT id, active FROM users WHERE active WITH CHECK OPTION;
CREATE VIEW v8 AS SELECT id, active FROM users WHERE active WITH LOCAL CHECK OPTION;
CREATE VIEW v9 WITH (check_option = cascaded) AS SELECT id, active FROM users WHERE active;
CREATE VIEW v10 AS SELECT count(*), sum(total), max(placed) AS last, avg(total) FROM orders GROUP BY user_id;
CREATE VIEW v11 AS SELECT u.*, o.id AS order_id, o.total FROM users u JOIN orders o ON o.user_id = u.id;
CREATE VIEW v12 AS SELECT u.name || ' <' || u.email || '>' AS who, now() AS at, 1 AS one, 'x' AS x, NULL AS nothing, 1.5 AS n FROM users u;
CREATE VIEW v13 AS VALUES (1, 'a'), (2, 'b');
CREATE VIEW v14 AS SELECT 1 UNION ALL SELECT 2;
CREATE VIEW v15 AS WITH recent AS (SELECT * FROM orders WHERE placed > now() - interval '1 day') SELECT user_id, count(*) AS n FROM recent GROUP BY 1;
CREATE RECURSIVE VIEW v16 (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM v16 WHERE n < 100;
CREATE VIEW v17 AS SELECT row_number() OVER (PARTITION BY user_id ORDER BY placed), id FROM orders;
CREATE VIEW v18 AS SELECT v2.mail, v10.last FROM v2, v10;
CREATE VIEW v19 AS SELECT name FROM users;
CREATE VIEW v20 AS SELECT lower(name) AS low, name || 'x' AS longer, coalesce(name, email) AS c FROM users;
CREATE VIEW v21 AS SELECT tags[1] AS first, array_length(tags, 1), unnest(tags) FROM orders;
CREATE VIEW v22 AS SELECT users FROM users;
CREATE VIEW v23 AS SELECT (users).email, users.name::varchar(10) FROM users;
CREATE VIEW v24 AS SELECT DISTINCT ON (user_id) user_id, CASE WHEN total > 10 THEN 'big' ELSE 'small' END AS size FROM orders ORDER BY user_id, placed DESC;
CREATE VIEW v25 AS SELECT email COLLATE "POSIX" AS e FROM users;
CREATE VIEW v26 AS SELECT name COLLATE "default" AS d, min(name) AS m FROM users GROUP BY 1;
CREATE OR REPLACE VIEW v27 AS SELECT id FROM users;
CREATE OR REPLACE VIEW v27 AS SELECT id, email FROM users;
CREATE OR REPLACE VIEW v27 WITH (security_barrier) AS SELECT id, email, 1 AS one FROM users;
CREATE OR REPLACE VIEW v27 AS SELECT id + 0 AS id, email, 2 AS one FROM users;
COMMENT ON VIEW v27 IS 'replaced';
COMMENT ON COLUMN v27.email IS 'the address';
ALTER VIEW v27 ALTER COLUMN one SET DEFAULT 7;
CREATE OR REPLACE VIEW v27 AS SELECT id, email, 3 AS one FROM users;
ALTER VIEW v27 ALTER COLUMN one DROP DEFAULT;
ALTER VIEW v27 ALTER email SET DEFAULT NULL;
ALTER VIEW v27 RENAME COLUMN one TO uno;
ALTER TABLE v27 RENAME COLUMN uno TO "Uno";
ALTER VIEW v27 SET (security_barrier = true, security_invoker);
ALTER VIEW v27 RESET (security_barrier);
ALTER VIEW v27 SET (check_option = local);
ALTER VIEW v27 RESET (check_option, security_invoker);
ALTER VIEW IF EXISTS nothing SET (security_barrier);
ALTER VIEW v27 RENAME TO v28;
ALTER VIEW v28 SET SCHEMA public;
ALTER TABLE v28 RENAME TO v27;
ALTER TABLE v27 SET SCHEMA app;
ALTER TABLE users RENAME COLUMN email TO mail;
ALTER TABLE users RENAME TO people;
ALTER TABLE people SET SCHEMA public;
ALTER TABLE people ADD COLUMN late int;
ALTER TABLE people RENAME name TO "Name";
-- refused
CREATE OR REPLACE VIEW v3 AS SELECT id AS a FROM people;
-- refused
CREATE OR REPLACE VIEW v3 AS SELECT id AS a, "Name" AS c FROM people;
-- fails
CREATE OR REPLACE VIEW v3 AS SELECT id::text AS a, "Name" AS b FROM people;
-- refused
CREATE VIEW v3 AS SELECT 1;
-- refused
CREATE OR REPLACE VIEW orders AS SELECT 1;
-- fails
CREATE VIEW v40 AS SELECT 1 AS a, 2 AS a;
-- refused
DROP VIEW v2;
-- refused
ALTER TABLE people ALTER COLUMN mail TYPE text;
-- refused
ALTER TABLE people DROP COLUMN mail;
-- refused
DROP TABLE people;
-- refused
DROP VIEW orders;
-- refused
DROP TABLE v27;
DROP VIEW v2 CASCADE;
DROP VIEW v27, v26;
ALTER TABLE people DROP COLUMN born CASCADE;
ALTER TABLE orders DROP COLUMN tags CASCADE;
DROP TABLE orders CASCADE;
DROP TABLE people CASCADE;
CREATE TABLE made AS SELECT 1 AS a, 'x'::text AS b, now() AS c;
CREATE TABLE made2 AS SELECT * FROM made;
CREATE TABLE made3 (x, y) AS VALUES (1, 'a'::varchar(3)), (3, 'b');
CREATE TABLE IF NOT EXISTS made3 AS SELECT 1;
CREATE UNLOGGED TABLE made4 WITH (fillfactor = 70) AS SELECT a, count(*) FROM made GROUP BY a WITH NO DATA;
CREATE TABLE made5 (n) AS SELECT generate_series(1, 3);
CREATE TABLE made6 AS TABLE made;
CREATE TABLE made7 AS SELECT 'x' AS unknown, NULL AS nothing, '{1}'::int[] AS list, 1::numeric(5,2) AS n, interval '1 day' AS i;
CREATE TABLE collated (a text COLLATE "C", b text);
CREATE TABLE made8 AS SELECT a, b, lower(a) AS l FROM collated;
CREATE VIEW made9 AS SELECT a, b, upper(a) AS u, a || b AS ab FROM collated;
CREATE TABLE made10 AS SELECT a COLLATE "POSIX" AS a, b COLLATE "C" FROM collated;
SELECT 1 AS a, 'x'::text AS b INTO made11 FROM made;
SELECT a.*, b.b AS b2 INTO UNLOGGED TABLE app.made12 FROM made a JOIN made2 b USING (a);
CREATE TABLE made13 AS WITH x AS (SELECT 1 AS a) SELECT a FROM x;
