-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY fines_cents ON fines (cents);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY fines_cents;
