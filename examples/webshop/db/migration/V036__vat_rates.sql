/*
 * BILL-9  Tax rates as data
 * Author: T. Okafor
 */
CREATE TABLE billing.vat_rates
(
    code    CHAR(1)       NOT NULL PRIMARY KEY,
    label   VARCHAR(40)   NOT NULL,
    percent NUMERIC(4, 2) NOT NULL,
    CONSTRAINT ck_vat_percent CHECK (percent >= 0 AND percent < 100)
);

INSERT INTO billing.vat_rates (code, label, percent) VALUES ('S', 'Standard', 19.00);
INSERT INTO billing.vat_rates (code, label, percent) VALUES ('R', 'Reduced (food)', 7.00);
INSERT INTO billing.vat_rates (code, label, percent) VALUES ('Z', 'Zero', 0);

ALTER TABLE catalog.products ADD COLUMN vat_code CHAR(1);
