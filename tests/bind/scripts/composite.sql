CREATE SCHEMA app;
CREATE SCHEMA other;
SET search_path = app;
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TYPE address AS (street text, town varchar(40) COLLATE "C", zip int[], feeling mood);
CREATE TYPE nothing AS ();
CREATE TYPE other.pair AS (one address, two app.address[]);
-- refused
CREATE TYPE address AS (a int);
-- refused
CREATE TYPE doubled AS (a int, a text);
-- refused
CREATE TABLE address (a int);
-- refused
CREATE SEQUENCE address;
COMMENT ON TYPE address IS 'where somebody lives';
COMMENT ON COLUMN address.town IS 'a town';
COMMENT ON COLUMN app.address.town IS NULL;
ALTER TYPE address ADD ATTRIBUTE country text COLLATE "POSIX", ADD ATTRIBUTE floor smallint;
CREATE TABLE person (id int PRIMARY KEY, home address, homes address[], two other.pair);
INSERT INTO person VALUES (1, ROW('a', 'b', '{1}', 'good', 'c', 2), NULL, NULL);
ALTER TYPE address ADD ATTRIBUTE since date;
-- learnt: values of composite type app.address may lose their since
ALTER TYPE address DROP ATTRIBUTE since;
-- refused
ALTER TYPE address ALTER ATTRIBUTE floor TYPE int;
ALTER TYPE nothing ADD ATTRIBUTE a int, ADD ATTRIBUTE b text;
ALTER TYPE nothing ALTER ATTRIBUTE a TYPE bigint CASCADE, DROP ATTRIBUTE b;
ALTER TYPE nothing DROP ATTRIBUTE IF EXISTS b;
ALTER TYPE nothing ALTER ATTRIBUTE a SET DATA TYPE text COLLATE "C";
-- refused
ALTER TYPE nothing DROP ATTRIBUTE b;
ALTER TYPE nothing RENAME ATTRIBUTE a TO first CASCADE;
-- learnt: a text may name the attribute of composite type app.address
ALTER TYPE address RENAME ATTRIBUTE street TO road;
-- refused
ALTER TYPE nothing RENAME ATTRIBUTE z TO y;
CREATE TYPE spot AS (x int, y int);
CREATE TABLE pinned (at spot DEFAULT '(1,2)');
-- learnt: a default or constraint may hold a value of composite type app.spot
ALTER TYPE spot ADD ATTRIBUTE z int;
DROP TABLE pinned;
CREATE FUNCTION place(a address) RETURNS address LANGUAGE sql AS $$ SELECT a $$;
CREATE VIEW homes AS SELECT id, home, (home).town AS town FROM person;
ALTER TYPE address RENAME TO place_of_living;
ALTER TYPE place_of_living SET SCHEMA other;
ALTER TYPE other.place_of_living SET SCHEMA app;
CREATE TABLE copied (LIKE person);
CREATE TYPE inner_type AS (a int);
CREATE TYPE outer_type AS (x inner_type, y int);
-- refused
DROP TYPE inner_type;
DROP TYPE inner_type CASCADE;
DROP TYPE IF EXISTS inner_type;
CREATE TABLE held (a outer_type, b int);
DROP TYPE outer_type CASCADE;
ALTER SCHEMA app RENAME TO shop;
DROP SCHEMA other CASCADE;
