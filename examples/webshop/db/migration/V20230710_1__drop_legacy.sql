-- KB-130 (Jonas): import signed off by accounting on 2023-07-07
DROP TABLE legacy.customers;
DROP TABLE legacy.articles;
DROP SCHEMA legacy;
