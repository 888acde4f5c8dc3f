-- +goose Up
CREATE TABLE members (
  id bigint PRIMARY KEY,
  name text NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION member_count() RETURNS bigint LANGUAGE sql AS $$
  SELECT count(*) FROM members;
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION member_count();
DROP TABLE members;
