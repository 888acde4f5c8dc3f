-- KB-99 (Jonas): carts older than a year, but only as many as the nightly job would manage
DO $$
DECLARE
    v_deleted integer;
BEGIN
    DELETE FROM shop.carts WHERE created_at < now() - interval '1 year';
    GET DIAGNOSTICS v_deleted = ROW_COUNT;
    RAISE NOTICE '% stale carts deleted by ${flyway:filename}', v_deleted;
END
$$;
