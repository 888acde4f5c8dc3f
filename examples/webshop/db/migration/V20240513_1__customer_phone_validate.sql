-- KB-170 (Lea)
UPDATE shop.customers
   SET phone = regexp_replace(regexp_replace(phone, '[^0-9+ ]', ' ', 'g'), '^0', '+49 ')
 WHERE phone !~ '^\+[1-9][0-9 ]{5,24}$';

ALTER TABLE shop.customers VALIDATE CONSTRAINT customers_phone_check;
