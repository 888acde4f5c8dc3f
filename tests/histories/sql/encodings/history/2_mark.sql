CREATE TABLE teas (id int);
COMMENT ON TABLE teas IS 'grün';
