-- KB-201 (Lea): a point for each euro, a partition for each year so that old years go in one piece
CREATE TABLE shop.loyalty_points (
    id          BIGINT NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES shop.customers (id),
    booked_on   DATE NOT NULL,
    points      INTEGER NOT NULL CHECK (points <> 0),
    PRIMARY KEY (id, booked_on)
) PARTITION BY RANGE (booked_on);

CREATE TABLE shop.loyalty_points_2024 PARTITION OF shop.loyalty_points
    FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE shop.loyalty_points_2025 PARTITION OF shop.loyalty_points
    FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE shop.loyalty_points_rest PARTITION OF shop.loyalty_points DEFAULT;

CREATE INDEX loyalty_points_customer ON shop.loyalty_points (customer_id, booked_on);
