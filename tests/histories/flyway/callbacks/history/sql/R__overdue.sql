CREATE OR REPLACE VIEW overdue AS SELECT id FROM loans WHERE due < current_date;
