CREATE TABLE loans (id int PRIMARY KEY, due date);
