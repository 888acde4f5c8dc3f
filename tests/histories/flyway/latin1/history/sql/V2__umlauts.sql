INSERT INTO cafes VALUES ('Straße');
