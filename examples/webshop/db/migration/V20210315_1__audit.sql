-- KB-21 (Jonas): who changed what. GDPR requests need it, and so do we after every "nobody touched that price".
CREATE SCHEMA audit;

CREATE TABLE audit.change_log (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_name TEXT NOT NULL,
    row_key    TEXT,
    action     TEXT NOT NULL CHECK (action IN ('INSERT', 'UPDATE', 'DELETE')),
    old_row    JSONB,
    new_row    JSONB,
    changed_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE FUNCTION audit.log_change() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    v_old jsonb;
    v_new jsonb;
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        v_old := to_jsonb(OLD) - 'created_at';
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        v_new := to_jsonb(NEW) - 'created_at';
    END IF;

    INSERT INTO audit.change_log (table_name, row_key, action, old_row, new_row)
    VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
            coalesce(v_new, v_old) ->> coalesce(TG_ARGV[0], 'id'),
            TG_OP, v_old, v_new);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION audit.log_change() IS 'Row trigger; its argument names the key column, id if there is none';
