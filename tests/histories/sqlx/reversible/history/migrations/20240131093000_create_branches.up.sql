CREATE TABLE branches (
  id bigint PRIMARY KEY,
  name text NOT NULL
);
