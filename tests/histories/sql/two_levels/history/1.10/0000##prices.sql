ALTER TABLE seats ADD price numeric(8, 2) NOT NULL DEFAULT 12;
UPDATE seats SET price = 15 WHERE row_no < 5;
