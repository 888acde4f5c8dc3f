-- KB-66 (Jonas): updated_at everywhere, one trigger function for all
CREATE FUNCTION shop.touch_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

ALTER TABLE shop.customers ADD COLUMN updated_at TIMESTAMPTZ;
ALTER TABLE shop.orders ADD COLUMN updated_at TIMESTAMPTZ;
ALTER TABLE catalog.products ADD COLUMN updated_at TIMESTAMPTZ;

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['shop.customers', 'shop.orders', 'catalog.products'] LOOP
        EXECUTE format('CREATE TRIGGER touch_updated_at BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION shop.touch_updated_at()', v_table);
    END LOOP;
END
$$;
