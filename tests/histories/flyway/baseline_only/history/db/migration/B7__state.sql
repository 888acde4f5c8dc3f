CREATE TABLE shelves (id int PRIMARY KEY, room text);
