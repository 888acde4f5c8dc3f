/*
 * WH-3  Keep warehouse.stock in step with the movements
 * Author: T. Okafor
 */
CREATE FUNCTION warehouse.apply_movement() RETURNS trigger
    LANGUAGE plpgsql
AS
$function$
BEGIN
    INSERT INTO warehouse.stock (location_id, product_id, quantity)
    VALUES (NEW.location_id, NEW.product_id, NEW.quantity)
    ON CONFLICT (location_id, product_id)
        DO UPDATE SET quantity = warehouse.stock.quantity + EXCLUDED.quantity;
    RETURN NEW;
END;
$function$;

CREATE TRIGGER trg_apply_movement
    AFTER INSERT
    ON warehouse.stock_movements
    FOR EACH ROW
EXECUTE FUNCTION warehouse.apply_movement();
