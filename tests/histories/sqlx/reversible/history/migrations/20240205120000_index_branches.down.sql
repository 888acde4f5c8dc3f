-- no-transaction
DROP INDEX CONCURRENTLY branches_name;
