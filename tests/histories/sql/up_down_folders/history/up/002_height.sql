ALTER TABLE trees ADD height numeric;
