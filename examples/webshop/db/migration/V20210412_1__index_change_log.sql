-- KB-27 (Jonas)
CREATE INDEX change_log_table_key_idx ON audit.change_log (table_name, row_key) INCLUDE (changed_at);
COMMENT ON INDEX audit.change_log_table_key_idx IS 'Covers the history box of the admin UI';
