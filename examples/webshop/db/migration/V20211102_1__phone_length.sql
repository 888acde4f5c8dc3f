-- pia, KB-52: "+49 (0) 661 / 12 34 56 - 789" does not fit into 20 characters
alter table shop.customers alter column phone type varchar(40);
