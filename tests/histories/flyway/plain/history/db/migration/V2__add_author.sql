ALTER TABLE books ADD author text;
