-- KB-150
INSERT INTO audit.deployments (environment, deployed_by) VALUES ('${environment}', '${flyway:user}');
