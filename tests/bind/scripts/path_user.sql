-- "$user" comes first in the path where a schema of that name is there.
CREATE TABLE before_schema (id int);
-- learnt: the schema is named after the role that runs it
CREATE SCHEMA AUTHORIZATION CURRENT_USER;
CREATE TABLE after_schema (id int);
INSERT INTO after_schema VALUES (1);
SELECT id FROM before_schema;
SET search_path = public;
CREATE TABLE in_public (id int);
RESET search_path;
CREATE TABLE in_own (id int);
