-- // create visits
CREATE TABLE visits (
  id bigint PRIMARY KEY,
  seen_by text DEFAULT '${owner}'
);
-- @DELIMITER |
CREATE FUNCTION visit_count() RETURNS bigint LANGUAGE sql AS $$
  SELECT count(*) FROM visits;
$$
|
-- //@UNDO
DROP FUNCTION visit_count();
DROP TABLE visits;
