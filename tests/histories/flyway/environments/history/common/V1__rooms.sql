CREATE TABLE rooms (id int PRIMARY KEY);
INSERT INTO rooms SELECT g FROM generate_series(1, CASE '${env}' WHEN 'production' THEN 40 ELSE 2 END) g;
