-- KB-238 (Tobias): they lapsed; kept until the auditors were here
ALTER TABLE shop.loyalty_points DETACH PARTITION shop.loyalty_points_2024;
CREATE TABLE shop.loyalty_points_2026 (LIKE shop.loyalty_points INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
ALTER TABLE shop.loyalty_points ATTACH PARTITION shop.loyalty_points_2026
    FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
