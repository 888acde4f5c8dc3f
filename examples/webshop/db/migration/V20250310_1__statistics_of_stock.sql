-- KB-214 (Jonas): the planner thought that location and kind have nothing to do with each other
CREATE STATISTICS warehouse.stock_movements_location_kind (dependencies, ndistinct)
    ON location_id, kind FROM warehouse.stock_movements;
