CREATE TABLE alarms (room int REFERENCES rooms);
