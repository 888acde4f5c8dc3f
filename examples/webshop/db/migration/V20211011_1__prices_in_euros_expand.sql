-- KB-48 (Jonas), step 1 of 3: prices become numeric euros. Cents stay until every service reads the new column.
ALTER TABLE catalog.products ADD COLUMN price NUMERIC(10,2);

UPDATE catalog.products SET price = price_cents / 100.0;

CREATE FUNCTION catalog.sync_price() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.price := coalesce(NEW.price, NEW.price_cents / 100.0);
        NEW.price_cents := coalesce(NEW.price_cents, (NEW.price * 100)::integer);
    ELSIF NEW.price IS DISTINCT FROM OLD.price THEN
        NEW.price_cents := (NEW.price * 100)::integer;
    ELSIF NEW.price_cents IS DISTINCT FROM OLD.price_cents THEN
        NEW.price := NEW.price_cents / 100.0;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER products_sync_price
    BEFORE INSERT OR UPDATE ON catalog.products
    FOR EACH ROW EXECUTE FUNCTION catalog.sync_price();
