-- The views of afterMigrate go first, so that no migration trips over them (KB-160).
DROP VIEW IF EXISTS reporting.slow_movers;
DROP VIEW IF EXISTS reporting.revenue_by_month;
