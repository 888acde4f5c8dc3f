SET client_encoding = 'LATIN1';
CREATE TABLE cafés (id int);
