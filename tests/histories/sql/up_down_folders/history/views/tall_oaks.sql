CREATE OR REPLACE VIEW tall_oaks AS SELECT id FROM tall_trees WHERE kind = 'oak';
