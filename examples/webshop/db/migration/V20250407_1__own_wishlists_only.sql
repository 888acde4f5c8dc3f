-- KB-220 (Mira): the app logs in as one role; a customer sees the own lists and the public ones
ALTER TABLE shop.wishlists ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_wishlists ON shop.wishlists
    USING (customer_id = NULLIF(current_setting('shop.customer_id', true), '')::integer);
CREATE POLICY public_wishlists ON shop.wishlists FOR SELECT USING (is_public);
