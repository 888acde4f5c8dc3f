-- KB-224 (Mira): monitoring reads the reports and nothing else
GRANT USAGE ON SCHEMA reporting TO pg_monitor;
GRANT SELECT ON reporting.turnover_by_brand, reporting.calendar TO pg_monitor;
GRANT SELECT (id, environment, deployed_at) ON audit.deployments TO pg_monitor;
ALTER DEFAULT PRIVILEGES IN SCHEMA reporting GRANT SELECT ON TABLES TO pg_monitor;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA billing FROM PUBLIC;
