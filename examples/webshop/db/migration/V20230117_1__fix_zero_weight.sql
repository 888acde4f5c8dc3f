-- KB-105 (Jonas)
UPDATE catalog.products SET weight_g = 60 WHERE sku = 'GT-1002' AND weight_g = 50;
UPDATE catalog.products SET weight_g = 1 WHERE weight_g IS NULL OR weight_g = 0;

INSERT INTO audit.data_fixes (script, ticket, note)
VALUES ('${flyway:filename}', 'KB-105', 'Weight with tin, not without');
