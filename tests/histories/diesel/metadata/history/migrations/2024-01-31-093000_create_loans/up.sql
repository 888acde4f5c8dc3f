CREATE TABLE loans (
  id bigint PRIMARY KEY,
  updated_at timestamp
);
