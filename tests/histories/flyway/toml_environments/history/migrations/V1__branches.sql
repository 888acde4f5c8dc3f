CREATE TABLE branches (id int PRIMARY KEY, region text DEFAULT '${region}');
