-- Fresh statistics after backfills (KB-113): the planner once took the wrong index for a whole morning.
ANALYZE shop.orders;
ANALYZE catalog.products;
