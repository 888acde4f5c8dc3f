-- pia, KB-30: call centre wants a speakable customer number
alter table shop.customers add column customer_number integer;
