ALTER TABLE feeds ADD url text;
