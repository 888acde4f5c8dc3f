/*
 * WH-2  Every change of stock is a movement
 * Author: T. Okafor
 */
CREATE TYPE warehouse.movement_kind AS ENUM ('receipt', 'pick', 'correction');

CREATE TABLE warehouse.stock_movements
(
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    location_id INTEGER NOT NULL REFERENCES warehouse.locations (id),
    product_id  INTEGER NOT NULL REFERENCES catalog.products (id),
    kind        warehouse.movement_kind NOT NULL,
    quantity    INTEGER NOT NULL,
    booked_at   TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT ck_movement_not_zero CHECK (quantity <> 0)
);

CREATE INDEX ix_stock_movements_product ON warehouse.stock_movements (product_id, booked_at DESC);
