-- WH-71 (Lea): the export pages by (booked_at, id)
CREATE INDEX stock_movements_booked_at_id_idx ON warehouse.stock_movements (booked_at, id) INCLUDE (location_id, product_id, quantity);
DROP INDEX warehouse.ix_stock_movements_product;
CREATE INDEX stock_movements_product_id_idx ON warehouse.stock_movements (product_id);
