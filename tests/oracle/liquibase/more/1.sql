create table from_raw_script (a int); insert into from_raw_script values (1);
