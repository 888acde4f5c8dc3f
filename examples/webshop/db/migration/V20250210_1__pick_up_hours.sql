-- KB-208 (Tobias): pick up in the shop, one opening at a time
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE TYPE warehouse.timerange AS RANGE (SUBTYPE = time);

CREATE TABLE warehouse.pick_up_hours (
    location_id INTEGER NOT NULL REFERENCES warehouse.locations (id),
    weekday     SMALLINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    open        warehouse.timerange NOT NULL,
    EXCLUDE USING gist (location_id WITH =, weekday WITH =, open WITH &&)
);
