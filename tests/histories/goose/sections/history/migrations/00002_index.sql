-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY members_name ON members (name);
CREATE INDEX CONCURRENTLY members_lower ON members (lower(name));

-- +goose Down
DROP INDEX CONCURRENTLY members_lower;
DROP INDEX CONCURRENTLY members_name;
