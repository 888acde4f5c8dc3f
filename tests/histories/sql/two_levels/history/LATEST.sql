CREATE TABLE rooms (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE seats (room int NOT NULL REFERENCES rooms, row_no int NOT NULL, price numeric(8, 2) NOT NULL DEFAULT 12, PRIMARY KEY (room, row_no));
