CREATE OR REPLACE VIEW tall_trees AS SELECT id, kind FROM trees WHERE height > 20;
