-- KB-80 (Jonas)
ALTER TABLE shop.customers
    ADD COLUMN full_name TEXT GENERATED ALWAYS AS (
        CASE
            WHEN first_name IS NULL THEN last_name
            WHEN last_name IS NULL THEN first_name
            ELSE first_name || ' ' || last_name
        END
    ) STORED;
CREATE INDEX customers_full_name_lower_idx ON shop.customers (lower(full_name) text_pattern_ops);
