COMMENT ON TABLE loans IS 'Books that are out';
