-- KB-208 (Tobias): pick up in the shop, one opening at a time
CREATE TYPE warehouse.timerange AS RANGE (SUBTYPE = time);

CREATE TABLE warehouse.pick_up_hours (
    location_id INTEGER NOT NULL REFERENCES warehouse.locations (id),
    weekday     SMALLINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    open        warehouse.timerange NOT NULL,
    EXCLUDE USING gist (
        int4range(location_id * 10 + weekday, location_id * 10 + weekday, '[]') WITH &&,
        open WITH &&)
);
