ALTER TABLE trees DROP height;
