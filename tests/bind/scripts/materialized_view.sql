CREATE SCHEMA app;
CREATE SCHEMA other;
SET search_path = app, public;
CREATE TABLE orders (id int PRIMARY KEY, customer text COLLATE "C" NOT NULL, total numeric(10, 2), at timestamptz DEFAULT now());
CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(total) AS total, count(*) FROM orders GROUP BY customer;
CREATE MATERIALIZED VIEW app.plain (a, b) AS SELECT id, total FROM orders WITH NO DATA;
CREATE MATERIALIZED VIEW IF NOT EXISTS totals AS SELECT 1 AS a;
-- refused
CREATE MATERIALIZED VIEW totals AS SELECT 1 AS a;
-- refused
CREATE TABLE totals (a int);
CREATE MATERIALIZED VIEW ones AS SELECT 1 AS a, 'x'::text AS b, now() AS c;
CREATE MATERIALIZED VIEW over AS SELECT t.*, p.b FROM totals t JOIN plain p ON p.a = t.count WITH NO DATA;
CREATE VIEW plain_view AS SELECT * FROM totals WHERE total > 5;
CREATE FUNCTION row_of(t totals) RETURNS text LANGUAGE sql AS 'SELECT $1.customer';
CREATE UNIQUE INDEX totals_customer ON totals (customer);
CREATE INDEX ON totals (total DESC, (count + 1));
CREATE INDEX ON plain (a) WHERE b > 5;
REFRESH MATERIALIZED VIEW totals;
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
REFRESH MATERIALIZED VIEW plain;
REFRESH MATERIALIZED VIEW plain WITH NO DATA;
REFRESH MATERIALIZED VIEW plain WITH NO DATA;
-- refused
REFRESH MATERIALIZED VIEW orders;
COMMENT ON MATERIALIZED VIEW totals IS 'by customer';
COMMENT ON COLUMN totals.total IS 'in euros';
COMMENT ON INDEX totals_customer IS 'one each';
ALTER MATERIALIZED VIEW totals RENAME TO sums;
ALTER MATERIALIZED VIEW sums RENAME COLUMN total TO amount;
ALTER TABLE sums RENAME COLUMN count TO orders;
ALTER INDEX totals_customer RENAME TO sums_customer;
ALTER MATERIALIZED VIEW sums SET SCHEMA other;
ALTER TABLE orders RENAME COLUMN total TO price;
ALTER TABLE orders RENAME TO sales;
ALTER SCHEMA other RENAME TO another;
CREATE TABLE copy (LIKE sales);
CREATE TABLE from_it AS SELECT * FROM another.sums;
CREATE MATERIALIZED VIEW packed WITH (fillfactor = 70) AS SELECT 1 AS a;
ALTER MATERIALIZED VIEW ones SET (fillfactor = 70);
-- refused
DROP VIEW ones;
-- refused
DROP TABLE ones;
DROP MATERIALIZED VIEW IF EXISTS ones, nothing;
-- refused
DROP MATERIALIZED VIEW another.sums;
-- refused
ALTER TABLE sales DROP COLUMN price;
ALTER TABLE sales DROP COLUMN price CASCADE;
DROP MATERIALIZED VIEW packed;
