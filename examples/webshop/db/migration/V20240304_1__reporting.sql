-- KB-160 (Lea): home of the reporting views; the views themselves are made by afterMigrate, so that no
-- migration ever has to drop them first
CREATE SCHEMA reporting;
COMMENT ON SCHEMA reporting IS 'Views for Metabase, made anew with every deployment';

CREATE TABLE reporting.calendar (
    day        DATE PRIMARY KEY,
    is_holiday BOOLEAN NOT NULL DEFAULT false,
    quarter    SMALLINT GENERATED ALWAYS AS (((extract(month FROM day)::integer + 2) / 3)::smallint) STORED
);

INSERT INTO reporting.calendar (day)
SELECT d::date FROM generate_series(date '2024-01-01', date '2024-12-31', interval '1 day') AS d;

UPDATE reporting.calendar SET is_holiday = true
 WHERE day IN ('2024-01-01', '2024-03-29', '2024-04-01', '2024-05-01', '2024-05-09', '2024-05-20', '2024-10-03', '2024-12-25', '2024-12-26');
