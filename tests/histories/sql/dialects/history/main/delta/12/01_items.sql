CREATE TABLE items (feed bigint NOT NULL, title text);
