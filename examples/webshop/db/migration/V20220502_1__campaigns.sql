-- KB-71 (Jonas)
CREATE SEQUENCE marketing.campaign_number_seq AS integer INCREMENT BY 10 START WITH 1000 MAXVALUE 999990 CACHE 5;

CREATE TABLE marketing.campaigns (
    id        INTEGER PRIMARY KEY DEFAULT nextval('marketing.campaign_number_seq'),
    title     TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on   DATE,
    budget    NUMERIC(10,2) NOT NULL DEFAULT 0 CHECK (budget >= 0),
    settings  JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT campaigns_dates_check CHECK (ends_on >= starts_on)
);

ALTER TABLE marketing.vouchers ADD COLUMN campaign_id INTEGER REFERENCES marketing.campaigns (id) ON UPDATE CASCADE;

INSERT INTO marketing.campaigns (id, title, starts_on, ends_on, budget) VALUES
    (100, 'Start 2020',      '2020-02-10', '2020-12-31', 1500),
    (200, 'Ostern 2022',     '2022-04-01', '2022-04-18', 400.50),
    (210, 'Newsletter-Dank', '2022-05-01', NULL,         0);

UPDATE marketing.vouchers SET campaign_id = 100 WHERE code IN ('WILLKOMMEN10', 'GUTSCHEIN5');
