-- migrate:up
CREATE TABLE fines (
  id bigint PRIMARY KEY,
  cents int NOT NULL
);

-- migrate:down
DROP TABLE fines;
