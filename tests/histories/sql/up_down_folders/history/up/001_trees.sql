CREATE TABLE trees (id int PRIMARY KEY, kind text NOT NULL);
