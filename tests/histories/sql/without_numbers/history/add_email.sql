ALTER TABLE members ADD email text;
