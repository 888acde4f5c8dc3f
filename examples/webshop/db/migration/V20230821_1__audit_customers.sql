-- KB-135 (Jonas): changes of mail addresses are logged, the password never is.
-- log_change takes further arguments now: columns that stay out of the log.
CREATE OR REPLACE FUNCTION audit.log_change() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    v_old jsonb;
    v_new jsonb;
    v_hidden text[] := ARRAY['created_at', 'updated_at'];
BEGIN
    FOR i IN 1 .. TG_NARGS - 1 LOOP
        v_hidden := v_hidden || TG_ARGV[i];
    END LOOP;
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        v_old := to_jsonb(OLD) - v_hidden;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        v_new := to_jsonb(NEW) - v_hidden;
    END IF;

    INSERT INTO audit.change_log (table_name, row_key, action, old_row, new_row)
    VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
            coalesce(v_new, v_old) ->> coalesce(TG_ARGV[0], 'id'),
            TG_OP, v_old, v_new);
    RETURN NULL;
END
$$;

CREATE TRIGGER audit_customers
    AFTER UPDATE OF email OR DELETE ON shop.customers
    FOR EACH ROW EXECUTE FUNCTION audit.log_change('id', 'password_hash', 'phone');
