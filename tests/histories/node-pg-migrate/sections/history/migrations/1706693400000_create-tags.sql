-- Up Migration
CREATE TABLE tags (
  id bigint PRIMARY KEY,
  label text NOT NULL
);

-- Down Migration
DROP TABLE tags;
