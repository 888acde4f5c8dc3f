CREATE TABLE visits (member int NOT NULL REFERENCES members, at timestamptz NOT NULL);
