-- KB-195 (Lea)
INSERT INTO marketing.campaigns (id, title, starts_on, ends_on, budget, settings)
VALUES (300, 'Weihnachten 2024', '2024-12-01', '2024-12-24', 900, '{"banner": "gold", "free_shipping_from": 40}');

INSERT INTO marketing.vouchers (code, percent, valid_until, campaign_id, min_order)
VALUES ('ADVENT24', 15, '2024-12-24', 300, 40);
