-- no-transaction
CREATE INDEX CONCURRENTLY branches_name ON branches (name);
