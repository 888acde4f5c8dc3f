ALTER TABLE shelves ADD COLUMN width int;
