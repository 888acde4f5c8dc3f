COMMENT ON VIEW overdue IS 'loans past their day';
