CREATE SCHEMA app;
CREATE SCHEMA other;
SET search_path = app;
CREATE TABLE t (a int, b int, c text, "D d" text, e int);
CREATE STATISTICS first ON a, b FROM t;
CREATE STATISTICS IF NOT EXISTS first ON a, b FROM t;
-- refused
CREATE STATISTICS first ON a, b FROM t;
CREATE STATISTICS other.second (mcv, ndistinct) ON "D d", a FROM app.t;
CREATE STATISTICS third (dependencies) ON b, a, c FROM t;
-- fails
CREATE STATISTICS ON a, b FROM t;
CREATE STATISTICS mixed ON lower(c), a, (b + e) FROM t;
CREATE STATISTICS alone ON (a + b) FROM t;
CREATE STATISTICS bracketed ON (a), c FROM t;
CREATE STATISTICS texts (mcv) ON (a + 1), (e % 7), lower("D d"), (CASE WHEN c = 'a,"b' THEN 1 ELSE 2 END) FROM t;
-- refused
CREATE STATISTICS ON nothing, a FROM t;
-- refused
CREATE STATISTICS ON a, a FROM t;
-- refused
CREATE STATISTICS ON a, b FROM nothing;
COMMENT ON STATISTICS first IS 'of a and b';
COMMENT ON STATISTICS other.second IS 'x';
ALTER STATISTICS first SET STATISTICS 100;
ALTER STATISTICS other.second SET STATISTICS 0;
ALTER STATISTICS IF EXISTS nothing SET STATISTICS 3;
-- refused
ALTER STATISTICS nothing SET STATISTICS 3;
ALTER STATISTICS other.second SET STATISTICS -1;
ALTER STATISTICS third RENAME TO fourth;
ALTER STATISTICS fourth SET SCHEMA other;
ALTER TABLE t RENAME COLUMN c TO c2;
ALTER TABLE t RENAME TO t2;
ALTER TABLE t2 SET SCHEMA other;
ALTER TABLE other.t2 SET SCHEMA app;
CREATE TABLE one (x int, y int, z text);
CREATE STATISTICS one_xy (mcv) ON x, y FROM one;
CREATE STATISTICS one_z ON x, lower(z) FROM one;
COMMENT ON STATISTICS one_z IS 'z';
CREATE TABLE one_copy (LIKE one INCLUDING ALL);
CREATE TABLE one_more (LIKE one INCLUDING STATISTICS);
CREATE TABLE one_less (LIKE one INCLUDING ALL EXCLUDING STATISTICS);
CREATE STATISTICS one_xy_too ON y, x FROM one;
-- learnt: copies of several statistics on the same columns are named by their age
CREATE TABLE one_last (LIKE one INCLUDING STATISTICS);
DROP TABLE one_last;
CREATE TABLE t_copy (LIKE t2 INCLUDING STATISTICS);
DROP TABLE t_copy;
ALTER TABLE one ALTER x TYPE bigint;
-- otherwise before 14: statistics keep their target
ALTER TABLE t2 ALTER a TYPE bigint;
ALTER TABLE t2 DROP COLUMN e;
ALTER TABLE t2 DROP COLUMN c2;
DROP STATISTICS first, other.second;
DROP STATISTICS IF EXISTS first;
-- refused
DROP STATISTICS first;
DROP TABLE one;
ALTER SCHEMA app RENAME TO shop;
DROP SCHEMA other CASCADE;
