CREATE TABLE cafes (name text DEFAULT 'Café Müller');
