-- KB-175 (Lea): spring cleaning. net_cents has had no caller since the exporter was rewritten.
DROP FUNCTION billing.net_cents(integer, char);
DROP INDEX IF EXISTS shop.carts_session_key_idx;
ALTER TABLE shop.carts ADD CONSTRAINT carts_session_key_key UNIQUE (session_key);
