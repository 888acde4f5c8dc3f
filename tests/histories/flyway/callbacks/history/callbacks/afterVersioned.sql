ANALYZE loans;
