INSERT INTO branches (id) VALUES (1);
CREATE INDEX CONCURRENTLY branches_region_idx ON branches (region);
