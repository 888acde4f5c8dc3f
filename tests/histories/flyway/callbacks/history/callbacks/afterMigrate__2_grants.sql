GRANT SELECT ON overdue TO ${who};
