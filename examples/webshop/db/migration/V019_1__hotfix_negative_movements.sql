/*
 * WH-5  Hotfix: every pick failed with ck_stock_quantity. The CHECK looks at the row proposed for INSERT,
 *       which is negative, before ON CONFLICT gets its turn.
 * Author: T. Okafor
 */
CREATE OR REPLACE FUNCTION warehouse.apply_movement() RETURNS trigger
    LANGUAGE plpgsql
AS
$function$
BEGIN
    UPDATE warehouse.stock
       SET quantity = quantity + NEW.quantity
     WHERE location_id = NEW.location_id
       AND product_id = NEW.product_id;
    IF NOT FOUND THEN
        INSERT INTO warehouse.stock (location_id, product_id, quantity)
        VALUES (NEW.location_id, NEW.product_id, NEW.quantity);
    END IF;
    RETURN NEW;
END;
$function$;
