-- KB-204 (Jonas): who to call, in one column
CREATE TYPE catalog.contact AS (
    name  TEXT,
    phone VARCHAR(40)
);
ALTER TABLE catalog.suppliers ADD COLUMN stand_in catalog.contact;
UPDATE catalog.suppliers SET stand_in = ROW('Zentrale', '+49 30 5550100')::catalog.contact WHERE id = 1;
