CREATE INDEX CONCURRENTLY loans_updated ON loans (updated_at);
