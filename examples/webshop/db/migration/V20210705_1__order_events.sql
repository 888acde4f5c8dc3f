-- KB-36 (Jonas): history of an order's status, filled by a trigger
CREATE TABLE shop.order_events (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id   BIGINT NOT NULL REFERENCES shop.orders (id) ON DELETE CASCADE,
    old_status shop.order_status,
    new_status shop.order_status NOT NULL,
    at         TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE FUNCTION shop.note_order_status() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO shop.order_events (order_id, old_status, new_status)
    VALUES (NEW.id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END, NEW.status);
    RETURN NEW;
END
$$;

CREATE TRIGGER orders_note_insert
    AFTER INSERT ON shop.orders
    FOR EACH ROW EXECUTE FUNCTION shop.note_order_status();

CREATE TRIGGER orders_note_status
    AFTER UPDATE OF status ON shop.orders
    FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION shop.note_order_status();
