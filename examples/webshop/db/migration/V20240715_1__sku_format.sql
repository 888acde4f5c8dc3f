-- KB-181 (Lea): after five years somebody finally writes down what a SKU looks like
ALTER TABLE catalog.products ADD CONSTRAINT products_sku_check CHECK (sku ~ '^[A-Z]{2}-[0-9A-Z-]{2,21}$');
COMMENT ON COLUMN catalog.products.sku IS 'Two letters for the kind, a dash, the number: GT-1001';
