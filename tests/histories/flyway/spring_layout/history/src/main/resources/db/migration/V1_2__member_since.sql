ALTER TABLE members ADD since date;
