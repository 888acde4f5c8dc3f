-- KB-211 (Lea): what couriers ask, never negative
CREATE DOMAIN warehouse.positive_amount AS NUMERIC(10, 2)
    CONSTRAINT positive_amount_above_zero CHECK (VALUE > 0);

CREATE TABLE warehouse.courier_quotes (
    carrier_code VARCHAR(10) NOT NULL REFERENCES warehouse.carriers (code),
    zone         TEXT NOT NULL,
    valid        DATERANGE NOT NULL,
    price        warehouse.positive_amount NOT NULL,
    CONSTRAINT one_quote_at_a_time EXCLUDE USING gist (valid WITH &&) WHERE (zone = 'DE')
);
