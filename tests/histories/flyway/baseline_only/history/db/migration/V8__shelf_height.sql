ALTER TABLE shelves ADD height_cm int;
