-- KB-21 (Jonas)
CREATE TRIGGER audit_products
    AFTER UPDATE ON catalog.products
    FOR EACH ROW
    WHEN (OLD.price_cents IS DISTINCT FROM NEW.price_cents OR OLD.active IS DISTINCT FROM NEW.active)
    EXECUTE FUNCTION audit.log_change('sku');

CREATE TRIGGER audit_vat_rates
    AFTER INSERT OR UPDATE OR DELETE ON billing.vat_rates
    FOR EACH ROW EXECUTE FUNCTION audit.log_change('code');
