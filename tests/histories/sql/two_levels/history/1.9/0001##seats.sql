CREATE TABLE seats (room int NOT NULL REFERENCES rooms, row_no int NOT NULL, PRIMARY KEY (room, row_no));
