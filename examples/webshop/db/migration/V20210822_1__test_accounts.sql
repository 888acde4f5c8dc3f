-- KB-40 (Jonas): logins for the end-to-end tests, everywhere but in production
DO $$
BEGIN
    IF '${environment}' = 'production' THEN
        RAISE NOTICE 'production: no test accounts in ${flyway:database}';
        RETURN;
    END IF;

    INSERT INTO shop.customers (email, password_hash, first_name, last_name)
    VALUES ('e2e-buyer@${shop_domain}', '{noop}e2e', 'Elke', 'Zwei'),
           ('e2e-admin@${shop_domain}', '{noop}e2e', 'Adam', 'Min');
END
$$;
