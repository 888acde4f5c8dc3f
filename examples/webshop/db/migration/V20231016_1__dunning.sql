-- BILL-61 (Tobias)
CREATE TABLE billing.dunning_levels
(
    level SMALLINT PRIMARY KEY CHECK (level BETWEEN 1 AND 3),
    label VARCHAR(40) NOT NULL,
    fee   NUMERIC(6, 2) NOT NULL DEFAULT 0,
    days  INTEGER NOT NULL
);
INSERT INTO billing.dunning_levels (level, label, fee, days) VALUES
    (1, 'Zahlungserinnerung', 0,    7),
    (2, '1. Mahnung',         2.50, 14),
    (3, '2. Mahnung',         5.00, 14);

CREATE TABLE billing.dunnings
(
    invoice_id BIGINT   NOT NULL REFERENCES billing.invoices (id),
    level      SMALLINT NOT NULL REFERENCES billing.dunning_levels (level),
    sent_on    DATE     NOT NULL DEFAULT CURRENT_DATE,
    PRIMARY KEY (invoice_id, level)
);
COMMENT ON TABLE billing.dunnings IS 'Reminders sent; written by the nightly job';
