-- pia, KB-64: char(2) is a pain in java, and the check was missing all the time
alter table shop.customer_addresses alter column country type varchar(2);
alter table shop.customer_addresses add constraint customer_addresses_country_check check (country in ('DE', 'AT', 'CH', 'LU', 'NL'));
