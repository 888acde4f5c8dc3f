-- WH-55 (Tobias)
UPDATE warehouse.carriers SET tracking_url = 'https://gls.example/de/track/' WHERE code = 'GLS';
INSERT INTO warehouse.carriers (code, name, tracking_url) VALUES ('POST', 'Deutsche Post Warensendung', NULL)
    ON CONFLICT (code) DO NOTHING;
