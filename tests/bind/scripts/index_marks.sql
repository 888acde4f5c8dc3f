CREATE SCHEMA app;
SET search_path = app, public;
CREATE TABLE t (a int NOT NULL, b int NOT NULL, c text, CONSTRAINT t_pkey PRIMARY KEY (a), CONSTRAINT t_b_key UNIQUE (b), CONSTRAINT t_c_excl EXCLUDE USING btree (c WITH =));
CREATE UNIQUE INDEX t_a_b_idx ON t (a, b);
-- marks go from one index to another, be it a key's or its own
ALTER TABLE t CLUSTER ON t_pkey;
ALTER TABLE t CLUSTER ON t_a_b_idx;
ALTER TABLE t CLUSTER ON t_b_key;
ALTER TABLE t CLUSTER ON t_b_key;
ALTER TABLE t SET WITHOUT CLUSTER;
CLUSTER t USING t_pkey;
-- refused
ALTER TABLE t CLUSTER ON nothing;
ALTER TABLE t REPLICA IDENTITY USING INDEX t_pkey;
ALTER TABLE t REPLICA IDENTITY USING INDEX t_a_b_idx;
ALTER TABLE t REPLICA IDENTITY FULL;
ALTER TABLE t REPLICA IDENTITY USING INDEX t_b_key;
-- refused
ALTER TABLE t REPLICA IDENTITY USING INDEX nothing;
COMMENT ON INDEX t_pkey IS 'of the key';
COMMENT ON INDEX app.t_c_excl IS 'of the exclusion';
COMMENT ON CONSTRAINT t_pkey ON t IS 'the key itself';
-- refused
COMMENT ON INDEX nothing IS 'x';
ALTER INDEX t_pkey RENAME TO t_key;
COMMENT ON INDEX t_key IS '';
-- what an index has, the key over it keeps
CREATE UNIQUE INDEX t_c ON t (c);
COMMENT ON INDEX t_c IS 'kept';
ALTER TABLE t CLUSTER ON t_c;
ALTER TABLE t ADD CONSTRAINT t_c_key UNIQUE USING INDEX t_c;
-- copies
COMMENT ON INDEX t_key IS 'copied';
CREATE TABLE with_comments (LIKE t INCLUDING INDEXES INCLUDING COMMENTS);
CREATE TABLE without_comments (LIKE t INCLUDING INDEXES);
-- targets of expressions
CREATE INDEX t_expr_c_lower_idx ON t ((a + b), c, lower(c));
ALTER INDEX t_expr_c_lower_idx ALTER COLUMN 1 SET STATISTICS 100;
ALTER INDEX t_expr_c_lower_idx ALTER COLUMN 3 SET STATISTICS 0;
-- refused
ALTER INDEX t_expr_c_lower_idx ALTER COLUMN 2 SET STATISTICS 100;
-- refused
ALTER INDEX t_expr_c_lower_idx ALTER COLUMN 4 SET STATISTICS 100;
ALTER INDEX t_expr_c_lower_idx ALTER COLUMN 3 SET STATISTICS -1;
CREATE TABLE with_target (LIKE t INCLUDING INDEXES);
-- of a partitioned table the partitions' own are marked
CREATE TABLE p (a int PRIMARY KEY, b int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10);
CREATE INDEX p_b ON p (b);
CLUSTER p USING p_pkey;
CLUSTER p USING p_b;
-- marks of a materialized view's index
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
CREATE UNIQUE INDEX m_a ON m (a);
ALTER MATERIALIZED VIEW m CLUSTER ON m_a;
ALTER MATERIALIZED VIEW m SET WITHOUT CLUSTER;
ALTER TABLE t DROP CONSTRAINT t_b_key;
ALTER TABLE t DROP CONSTRAINT t_key;
